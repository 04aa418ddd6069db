#pragma once
/// Requests to the stand-in, without a socket.

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "confab/json.hpp"
#include "core/straico/sandbox/stand_in.hpp"

namespace confab::straico_sandbox {

class StandInTest : public testing::Test {
protected:
    HttpServerRequest request(std::string method, std::string target, std::string body = {},
                              std::string content_type = "application/json; charset=utf-8") {
        HttpServerRequest out;
        out.method = std::move(method);
        out.target = std::move(target);
        out.body = std::move(body);
        out.headers.add("Authorization", "Bearer key");
        out.headers.add("Host", "127.0.0.1:4000");
        if (!out.body.empty()) out.headers.add("Content-Type", std::move(content_type));
        return out;
    }
    HttpServerResponse send(const HttpServerRequest& request) { return stand_in.answer(request).response; }
    HttpServerResponse get(std::string target) { return send(request("GET", std::move(target))); }
    HttpServerResponse post(std::string target, std::string body) {
        return send(request("POST", std::move(target), std::move(body)));
    }
    HttpServerResponse form(std::string method, std::string target, std::string body) {
        return send(request(std::move(method), std::move(target), std::move(body),
                            "application/x-www-form-urlencoded"));
    }
    /// Parts as `name=value`, or `name=file.txt:content` for files.
    HttpServerResponse multipart(std::string method, std::string target,
                                 std::initializer_list<std::pair<const char*, std::string>> parts) {
        std::string body;
        for (const auto& [name, value] : parts) {
            const std::size_t colon = value.find(':');
            body += "--B\r\nContent-Disposition: form-data; name=\"" + std::string(name) + "\"";
            if (colon != std::string::npos)
                body += "; filename=\"" + value.substr(0, colon) + "\"\r\nContent-Type: text/plain";
            body += "\r\n\r\n" + value.substr(colon == std::string::npos ? 0 : colon + 1) + "\r\n";
        }
        return send(request(std::move(method), std::move(target), body + "--B--\r\n",
                            "multipart/form-data; boundary=B"));
    }
    static json::Document parsed(const HttpServerResponse& response) {
        Result<json::Document> document = json::Document::parse(response.body);
        return std::move(document.value());
    }

    StandIn stand_in{Secret("key")};
};

}  // namespace confab::straico_sandbox
