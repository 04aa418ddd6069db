#include "core/http/request_body.hpp"

#include <unistd.h>

#include <filesystem>

namespace confab::core {
namespace {

Result<BodyPiece> file_piece(const std::string& path) {
    std::error_code error;
    const bool regular = std::filesystem::is_regular_file(path, error);
    const std::uint64_t size = regular ? std::filesystem::file_size(path, error) : 0;
    if (error || !regular || ::access(path.c_str(), R_OK) != 0)
        return Error(Errc::invalid_argument, "cannot read the file " + path + ": " +
                                                 (error ? error.message() : "not a readable file"));
    return BodyPiece(path, size);
}

/// Names inside quotes, as browsers write them (WHATWG HTML, "multipart form data").
std::string in_quotes(std::string_view name) {
    std::string out = "\"";
    for (const char c : name) {
        if (c == '"')
            out += "%22";
        else if (c == '\r')
            out += "%0D";
        else if (c == '\n')
            out += "%0A";
        else
            out += c;
    }
    return out + '"';
}

Result<std::string> part_header(const HttpPart& part, std::string_view boundary) {
    std::string out = "--";
    out.append(boundary).append("\r\nContent-Disposition: form-data; name=").append(in_quotes(part.name));
    if (!part.file_name.empty()) out.append("; filename=").append(in_quotes(part.file_name));
    std::string type = part.content_type;
    if (type.empty() && !part.file_name.empty()) type = "application/octet-stream";
    if (type.find_first_of("\r\n") != std::string::npos)
        return Error(Errc::invalid_argument, "a content type with a line break");
    if (!type.empty()) out.append("\r\nContent-Type: ").append(type);
    return out + "\r\n\r\n";
}

}  // namespace

std::uint64_t RequestBody::size() const noexcept {
    std::uint64_t total = 0;
    for (const BodyPiece& piece : pieces) total += piece.size;
    return total;
}

Result<RequestBody> RequestBody::of(const HttpRequest& request, std::string_view boundary) {
    const int kinds = !request.body.empty() + !request.body_file.empty() + !request.parts.empty();
    if (kinds > 1)
        return Error(Errc::invalid_argument, "a request has one body: set body, body_file or parts");
    RequestBody out;
    if (!request.body.empty()) out.pieces.emplace_back(request.body);
    if (!request.body_file.empty()) {
        Result<BodyPiece> file = file_piece(request.body_file);
        if (!file) return file.error();
        out.pieces.push_back(std::move(*file));
        out.content_type = "application/octet-stream";
    }
    if (request.parts.empty()) return out;
    out.content_type = "multipart/form-data; boundary=" + std::string(boundary);
    std::string text;
    for (const HttpPart& part : request.parts) {
        Result<std::string> header = part_header(part, boundary);
        if (!header) return header.error();
        text += *header;
        if (part.path.empty()) {
            text += part.content;
        } else {
            Result<BodyPiece> file = file_piece(part.path);
            if (!file) return file.error();
            out.pieces.emplace_back(std::exchange(text, std::string()));
            out.pieces.push_back(std::move(*file));
        }
        text += "\r\n";
    }
    out.pieces.emplace_back(text + "--" + std::string(boundary) + "--\r\n");
    return out;
}

}  // namespace confab::core
