#include "tests/integration/net/certificates.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace confab::test {
namespace {

template <auto F>
struct Free {
    template <class T>
    void operator()(T* p) const {
        F(p);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;

constexpr long kHour = 3600;

void extend(X509* certificate, X509* issuer, int nid, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

/// Issued by itself when `issuer` is null.
Certificate make(const std::string& name, EVP_PKEY* key, X509* issuer, EVP_PKEY* issuer_key, bool authority,
                 long from, long until) {
    static long serial = 1;
    Certificate certificate(X509_new());
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial++);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), from);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), until);
    X509_set_pubkey(certificate.get(), key);
    X509_NAME* subject = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    X509* const signer = issuer ? issuer : certificate.get();
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(signer));
    extend(certificate.get(), signer, NID_basic_constraints, authority ? "critical,CA:TRUE" : "CA:FALSE");
    const bool address = name.find_first_not_of("0123456789.:") == std::string::npos;
    if (!authority)
        extend(certificate.get(), signer, NID_subject_alt_name, (address ? "IP:" : "DNS:") + name);
    X509_sign(certificate.get(), issuer_key ? issuer_key : key, EVP_sha256());
    return certificate;
}

template <class F>
void write_file(const std::string& path, F write) {
    std::FILE* file = std::fopen(path.c_str(), "w");
    if (!file || write(file) != 1) throw std::runtime_error("cannot write " + path);
    std::fclose(file);
}

}  // namespace

struct Authority::State {
    std::filesystem::path folder;
    Key key{EVP_EC_gen("P-256")};
    Certificate root = make("Confab test authority", key.get(), nullptr, nullptr, true, -kHour, kHour);
    int issued = 0;

    CertificateFiles save(X509* certificate, EVP_PKEY* private_key) {
        const std::string stem = (folder / std::to_string(issued++)).string();
        CertificateFiles files{stem + ".pem", stem + ".key"};
        write_file(files.certificate, [&](std::FILE* f) { return PEM_write_X509(f, certificate); });
        write_file(files.private_key, [&](std::FILE* f) {
            return PEM_write_PrivateKey(f, private_key, nullptr, nullptr, 0, nullptr, nullptr);
        });
        return files;
    }
};

Authority::Authority() : state_(std::make_unique<State>()) {
    std::string pattern = (std::filesystem::temp_directory_path() / "confab-certs-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) throw std::runtime_error("cannot make a folder for certificates");
    state_->folder = pattern;
    write_file(root(), [&](std::FILE* f) { return PEM_write_X509(f, state_->root.get()); });
}

Authority::~Authority() {
    std::error_code ignored;
    std::filesystem::remove_all(state_->folder, ignored);
}

std::string Authority::root() const {
    return (state_->folder / "root.pem").string();
}

CertificateFiles Authority::issue(const std::string& name, bool expired) {
    const Key key(EVP_EC_gen("P-256"));
    const long from = expired ? -3 * kHour : -kHour, until = expired ? -kHour : kHour;
    const Certificate certificate =
        make(name, key.get(), state_->root.get(), state_->key.get(), false, from, until);
    return state_->save(certificate.get(), key.get());
}

CertificateFiles Authority::self_signed(const std::string& name) {
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate = make(name, key.get(), nullptr, nullptr, false, -kHour, kHour);
    return state_->save(certificate.get(), key.get());
}

}  // namespace confab::test
