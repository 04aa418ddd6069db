#pragma once
/// A private certificate authority for one test, in a folder of its own.

#include <filesystem>
#include <memory>
#include <string>

namespace confab::test {

struct CertificateFiles {
    std::string certificate;
    std::string private_key;
};

class Authority {
public:
    Authority();
    ~Authority();  ///< Removes the folder.
    Authority(const Authority&) = delete;
    Authority& operator=(const Authority&) = delete;

    /// PEM file of the root, for `ca_file`.
    std::string root() const;
    /// For a DNS name or an address, valid for an hour from now, or until an hour ago.
    CertificateFiles issue(const std::string& name, bool expired = false);
    CertificateFiles self_signed(const std::string& name);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace confab::test
