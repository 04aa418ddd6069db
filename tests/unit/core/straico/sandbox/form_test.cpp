#include "core/straico/sandbox/form.hpp"

#include <gtest/gtest.h>

namespace confab::straico_sandbox {
namespace {

constexpr const char* kType = "multipart/form-data; boundary=\"a b\"";

TEST(StraicoSandboxForm, ReadsFieldsAndFiles) {
    const auto parts = parse_multipart(
        kType,
        "--a b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nline\r\n--a\r\n\r\n--a b\r\n"
        "content-type: image/png\r\nCONTENT-DISPOSITION: form-data; filename=\"c.png\"; name=file\r\n\r\n"
        "\r\n--a b--\r\n");
    ASSERT_TRUE(parts);
    ASSERT_EQ(parts->size(), 2u);
    EXPECT_EQ(parts->at(0).name, "x");
    EXPECT_EQ(parts->at(0).content, "line\r\n--a\r\n");
    EXPECT_EQ(parts->at(0).file_name, "");
    EXPECT_EQ(parts->at(1).name, "file");
    EXPECT_EQ(parts->at(1).file_name, "c.png");
    EXPECT_EQ(parts->at(1).content_type, "image/png");
    EXPECT_EQ(parts->at(1).content, "");
    EXPECT_EQ(text_of(*parts, "x"), "line\r\n--a\r\n");
    EXPECT_EQ(find_part(*parts, "y"), nullptr);
}

TEST(StraicoSandboxForm, RefusesWhatBreaksTheRules) {
    const std::string good = "--B\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nv\r\n--B--";
    const std::string type = "multipart/form-data; boundary=B";
    ASSERT_TRUE(parse_multipart(type, good));
    for (std::size_t end = 0; end < good.size() - 2; ++end)
        EXPECT_FALSE(parse_multipart(type, good.substr(0, end))) << end;
    EXPECT_FALSE(parse_multipart("multipart/form-data", good));
    EXPECT_FALSE(parse_multipart("multipart/form-data; boundary=", good));
    EXPECT_FALSE(parse_multipart("application/json; boundary=B", good));
    EXPECT_FALSE(parse_multipart("multipart/form-data; boundary=C", good));
    EXPECT_FALSE(parse_multipart(type, "--B\r\nX: y\r\n\r\nv\r\n--B--"));
    EXPECT_FALSE(
        parse_multipart(type, "--B\r\nContent-Disposition: attachment; name=\"x\"\r\n\r\nv\r\n--B--"));
}

TEST(StraicoSandboxForm, ReadsUrlencodedFields) {
    const auto fields = parse_urlencoded("a=1+2&b=%C3%A9%26&c=&d");
    ASSERT_TRUE(fields);
    ASSERT_EQ(fields->size(), 4u);
    EXPECT_EQ(text_of(*fields, "a"), "1 2");
    EXPECT_EQ(text_of(*fields, "b"), "\xc3\xa9&");
    EXPECT_EQ(text_of(*fields, "c"), "");
    EXPECT_TRUE(parse_urlencoded(""));
    for (const char* broken : {"a=%", "a=%1", "a=%zz", "%=1"})
        EXPECT_FALSE(parse_urlencoded(broken)) << broken;
}

}  // namespace
}  // namespace confab::straico_sandbox
