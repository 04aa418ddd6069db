#include "cassette.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include "confab/json.hpp"
#include "core/net/base64.hpp"

namespace confab::inline v1::testing {
namespace {

// Everything else may carry a session, a token or somebody's address.
constexpr std::array<std::string_view, 8> kKeptHeaders = {
    "Content-Type", "ETag", "Last-Modified", "Cache-Control", "Retry-After", "Link", "Location", "Expires"};

bool is_utf8(const std::string& text) {
    return json::Document::parse(std::move(json::Writer().value(text)).str())->root().string() == text;
}

void write_text(json::Writer& out, std::string_view key, const std::string& text) {
    if (is_utf8(text))
        out.field(key, text);
    else
        out.field(std::string(key) + "_base64", core::to_base64(text));
}

std::string read_text(json::Value object, std::string_view key) {
    if (object.has(key)) return std::string(object[key].string());
    return core::from_base64(object[std::string(key) + "_base64"].string()).value_or(std::string());
}

void write_interaction(json::Writer& out, const Interaction& one) {
    out.begin_object().key("request").begin_object().field("method", one.method).field("url", one.url);
    write_text(out, "body", one.body);
    out.end_object().key("response").begin_object().field("status", one.response.status);
    out.key("headers").begin_object();
    for (const auto& [name, value] : one.response.headers.fields()) out.field(name, value);
    out.end_object();
    write_text(out, "body", one.response.body);
    out.end_object().end_object();
}

Interaction read_interaction(json::Value value) {
    Interaction one;
    one.method = value["request"]["method"].string();
    one.url = value["request"]["url"].string();
    one.body = read_text(value["request"], "body");
    one.response.status = static_cast<int>(value["response"]["status"].integer());
    const json::Value headers = value["response"]["headers"];
    for (std::size_t i = 0; i < headers.size(); ++i)
        one.response.headers.add(std::string(headers.key_at(i)), std::string(headers.value_at(i).string()));
    one.response.body = read_text(value["response"], "body");
    return one;
}

}  // namespace

std::string body_of(const HttpRequest& request) {
    std::string body = request.body;
    for (const HttpPart& part : request.parts) body += part.name + "=" + part.content + part.path + "\n";
    if (!request.body_file.empty()) body += "file " + request.body_file;
    return body;
}

std::string Cassette::masked(std::string text) const {
    for (const Secret& secret : secrets_) {
        for (const std::string& hidden : {secret.reveal(), url_encode(secret.reveal())}) {
            if (hidden.empty()) continue;
            for (std::size_t at = text.find(hidden); at != std::string::npos; at = text.find(hidden, at + 3))
                text.replace(at, hidden.size(), "***");
        }
    }
    return text;
}

Result<void> Cassette::load(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return Error(Errc::not_found, "there is no cassette " + file.string() +
                                          "; run the test once with CONFAB_RECORD=1 to record it");
    std::stringstream text;
    text << in.rdbuf();
    const Result<json::Document> document = json::Document::parse(text.str());
    if (!document) return Error(Errc::invalid_argument, file.string() + ": " + document.error().context());
    for (const json::Value one : (*document)["interactions"].items())
        interactions_.push_back(read_interaction(one));
    used_.resize(interactions_.size());
    return Result<void>();
}

Result<void> Cassette::save(const std::filesystem::path& file) const {
    json::Writer out;
    out.begin_object().field("version", 1).key("interactions").begin_array();
    for (const Interaction& one : interactions_) write_interaction(out, one);
    out.end_array().end_object();
    std::error_code ignored;
    std::filesystem::create_directories(file.parent_path(), ignored);
    std::ofstream stream(file, std::ios::binary);
    stream << std::move(out).str() << "\n";
    if (!stream.flush())
        return Error(Errc::unavailable, "the cassette " + file.string() + " cannot be written");
    return Result<void>();
}

void Cassette::add(const HttpRequest& request, const HttpResponse& response) {
    Interaction one;
    one.method = request.method;
    one.url = masked(request.url);
    one.body = masked(body_of(request));
    one.response.status = response.status;
    for (const std::string_view name : kKeptHeaders)
        if (response.headers.has(name))
            one.response.headers.add(std::string(name), masked(std::string(response.headers.get(name))));
    one.response.body = masked(response.body);
    interactions_.push_back(std::move(one));
    used_.push_back(true);
}

const HttpResponse* Cassette::find(const HttpRequest& request) {
    const std::string url = masked(request.url);
    const std::string body = masked(body_of(request));
    const HttpResponse* last = nullptr;
    for (std::size_t i = 0; i < interactions_.size(); ++i) {
        const Interaction& one = interactions_[i];
        if (one.method != request.method || one.url != url || one.body != body) continue;
        last = &one.response;
        if (used_[i]) continue;
        used_[i] = true;
        return last;
    }
    return last;
}

}  // namespace confab::inline v1::testing
