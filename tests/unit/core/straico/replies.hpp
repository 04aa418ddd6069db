#pragma once
/// Replies as the Straico API gives them, by status and body.

#include <string>

#include "confab/service/http_client.hpp"

namespace confab::test {

inline HttpResponse reply(int status, std::string body, std::string content_type = "application/json") {
    HttpResponse response;
    response.status = status;
    response.body = std::move(body);
    response.headers.add("Content-Type", std::move(content_type));
    return response;
}

}  // namespace confab::test
