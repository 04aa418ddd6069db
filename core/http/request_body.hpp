#pragma once
/// What follows the header of a request: bytes, files, or both in turn (multipart/form-data).

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "confab/result.hpp"
#include "confab/service/http_message.hpp"

namespace confab::core {

/// Bytes in memory, or a file of `size` bytes.
class BodyPiece {
public:
    explicit BodyPiece(std::string bytes_in) : bytes(std::move(bytes_in)), size(bytes.size()) {}
    BodyPiece(std::string path_in, std::uint64_t size_in) : path(std::move(path_in)), size(size_in) {}
    std::string bytes;
    std::string path;
    std::uint64_t size;
};

class RequestBody {
public:
    /// Looks at the files' sizes. `boundary` separates the parts of a multipart body and must not occur in
    /// them (random: RFC 2046 section 5.1.1). Errors: invalid_argument (a file that cannot be read, more than
    /// one kind of body).
    static Result<RequestBody> of(const HttpRequest& request, std::string_view boundary);

    std::uint64_t size() const noexcept;
    std::string content_type;  ///< What the kind of body asks for; empty: the caller's word.
    std::vector<BodyPiece> pieces;
};

}  // namespace confab::core
