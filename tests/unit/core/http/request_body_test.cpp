#include "core/http/request_body.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace confab::core {
namespace {

class Files : public ::testing::Test {
protected:
    Files()
        : folder_(std::filesystem::temp_directory_path() / ("confab-body-" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(folder_);
    }
    ~Files() override { std::filesystem::remove_all(folder_); }
    std::string file(const std::string& name, const std::string& content) {
        const auto path = folder_ / name;
        std::ofstream(path, std::ios::binary) << content;
        return path.string();
    }
    std::filesystem::path folder_;
};

/// The body as it would be sent.
std::string text(const RequestBody& body) {
    std::string out;
    for (const BodyPiece& piece : body.pieces) {
        if (piece.path.empty()) {
            out += piece.bytes;
        } else {
            std::ifstream input(piece.path, std::ios::binary);
            out.append(std::istreambuf_iterator<char>(input), {});
        }
    }
    EXPECT_EQ(out.size(), body.size());
    return out;
}

TEST_F(Files, GoIntoMultipartBodiesByName) {
    HttpRequest request("POST", "http://a/");
    request.parts.push_back(HttpPart::field("name", "x \"y\""));
    request.parts.push_back(HttpPart::file("file", file("a\"b.txt", "content"), "text/plain"));
    request.parts.push_back(HttpPart::bytes("more", "m.bin", "1234"));
    const RequestBody body = RequestBody::of(request, "BOUND").value();
    EXPECT_EQ(body.content_type, "multipart/form-data; boundary=BOUND");
    EXPECT_EQ(text(body),
              "--BOUND\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nx \"y\"\r\n"
              "--BOUND\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a%22b.txt\"\r\n"
              "Content-Type: text/plain\r\n\r\ncontent\r\n"
              "--BOUND\r\nContent-Disposition: form-data; name=\"more\"; filename=\"m.bin\"\r\n"
              "Content-Type: application/octet-stream\r\n\r\n1234\r\n"
              "--BOUND--\r\n");
}

TEST_F(Files, MayBeTheWholeBody) {
    HttpRequest request("PUT", "http://a/");
    request.body_file = file("x", std::string(300'000, 'x'));
    const RequestBody body = RequestBody::of(request, "b").value();
    EXPECT_EQ(body.size(), 300'000u);
    EXPECT_EQ(body.content_type, "application/octet-stream");
}

TEST_F(Files, ThatCannotBeReadAreRefusedWithTheirName) {
    HttpRequest request("PUT", "http://a/");
    request.body_file = (folder_ / "missing").string();
    const auto missing = RequestBody::of(request, "b");
    ASSERT_FALSE(missing.has_value());
    EXPECT_EQ(missing.error().code(), Errc::invalid_argument);
    EXPECT_NE(missing.error().message().find("missing"), std::string::npos);
    request.body_file = folder_.string();
    EXPECT_EQ(RequestBody::of(request, "b").error().code(), Errc::invalid_argument) << "a directory";
}

TEST(RequestBodyOf, NothingIsEmptyAndTwoKindsAreRefused) {
    HttpRequest request("POST", "http://a/");
    EXPECT_EQ(RequestBody::of(request, "b").value().size(), 0u);
    request.body = "x";
    request.parts.push_back(HttpPart::field("a", "b"));
    EXPECT_EQ(RequestBody::of(request, "b").error().code(), Errc::invalid_argument);
}

TEST(RequestBodyOf, PartsCannotBreakOutOfTheirHeaders) {
    HttpRequest request("POST", "http://a/");
    request.parts.push_back(HttpPart::field("a\r\nX: y", "v"));
    EXPECT_NE(text(RequestBody::of(request, "b").value()).find("name=\"a%0D%0AX: y\""), std::string::npos);
    request.parts[0] = HttpPart::bytes("n", "f", "c", "text/plain\r\nX: y");
    EXPECT_EQ(RequestBody::of(request, "b").error().code(), Errc::invalid_argument);
}

}  // namespace
}  // namespace confab::core
