#include "confab/json.hpp"

#include <gtest/gtest.h>

namespace confab::test {
namespace {

using json::Document;

TEST(Json, ReadsNestedValuesWithFallbacks) {
    const Document doc = *Document::parse(R"({"a":{"b":[1,2.5,"x",true,null]},"n":-7})");
    EXPECT_EQ(doc["n"].integer(), -7);
    const json::Value list = doc["a"]["b"];
    ASSERT_EQ(list.size(), 5U);
    EXPECT_EQ(list.at(0).integer(), 1);
    EXPECT_DOUBLE_EQ(list.at(1).number(), 2.5);
    EXPECT_EQ(list.at(2).string(), "x");
    EXPECT_TRUE(list.at(3).boolean());
    EXPECT_TRUE(list.at(4).is_null());
    EXPECT_EQ(doc["missing"]["deeper"].string("fallback"), "fallback");
    EXPECT_EQ(list.at(99).integer(5), 5);
}

TEST(Json, IteratesArraysAndObjects) {
    const Document doc = *Document::parse(R"({"one":1,"two":2,"list":[3,4]})");
    int sum = 0;
    for (const json::Value item : doc["list"].items()) sum += static_cast<int>(item.integer());
    EXPECT_EQ(sum, 7);
    EXPECT_EQ(doc.root().key_at(1), "two");
    EXPECT_EQ(doc.root().value_at(1).integer(), 2);
    for (const json::Value item : doc["one"].items()) FAIL() << "a number has no items: " << item.dump();
}

TEST(Json, RefusesDeepNestingWithATypedError) {
    const auto deep = Document::parse(std::string(1'000'000, '['));
    ASSERT_TRUE(deep.has_error());
    EXPECT_EQ(deep.error().code(), Errc::protocol);
    EXPECT_NE(deep.error().context().find("levels of nesting"), std::string::npos);
    const auto objects = Document::parse([] {
        std::string text;
        for (int i = 0; i < 100'000; ++i) text += "{\"a\":";
        return text;
    }());
    EXPECT_TRUE(objects.has_error());
}

TEST(Json, AcceptsExactlyTheDepthLimit) {
    const auto nested = [](unsigned depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    EXPECT_TRUE(Document::parse(nested(Document::kMaxDepth)).has_value());
    EXPECT_TRUE(Document::parse(nested(Document::kMaxDepth + 1)).has_error());
}

TEST(Json, RefusesGarbageNulAndInvalidUtf8) {
    for (const std::string& text :
         {std::string(), std::string("nope"), std::string("{\"a\":1}x"), std::string("[1,"),
          std::string("\"\xff\""), std::string("{\"a\":1}\0{}", 10)}) {
        const auto parsed = Document::parse(text);
        EXPECT_TRUE(parsed.has_error()) << text;
    }
}

TEST(Json, RefusesATextThatEndsWithinACharacterWithoutReadingOn) {
    for (const char* cut : {"\xf3", "\xf3\x81", "\xf3\x81\x81", "\xe2", "\xe2\x82", "\xc3"}) {
        const auto parsed = Document::parse(std::string("[\"ab\\t") + cut);
        ASSERT_TRUE(parsed.has_error());
        EXPECT_EQ(parsed.error().context(), "JSON: invalid encoding at byte 6");
    }
    EXPECT_TRUE(Document::parse("\"\xc3\xa9\"").has_value());
}

TEST(Json, RefusesHalfASurrogatePair) {
    for (const char* half :
         {"[\"\\ude00\"]", "{\"ab\\udc00\":1}", "[\"\xed\x9f\xbf\\udfff\"]", "[\"\\ud83d\"]"})
        EXPECT_TRUE(Document::parse(half).has_error()) << half;
    EXPECT_EQ(Document::parse("[\"\\ud83d\\ude00\"]").value().root().at(0).string(), "\xf0\x9f\x98\x80");
    EXPECT_EQ(Document::parse("[\"\xed\x9f\xbf\"]").value().root().at(0).string(), "\xed\x9f\xbf");
}

TEST(Json, RefusesANumberThatIsNoFiniteDouble) {
    for (const char* number : {"1e400", "1.7976931348626157e308", "-1.7976931348626157e308"}) {
        const auto parsed = Document::parse(number);
        ASSERT_TRUE(parsed.has_error()) << number;
        EXPECT_NE(parsed.error().context().find("too big"), std::string::npos);
    }
    EXPECT_TRUE(Document::parse("1.797693134862e308").has_value());
}

TEST(Json, SurvivesTheMoveOfItsDocument) {
    Document first = *Document::parse(R"({"key":"a long enough value to need the heap"})");
    const Document second = std::move(first);
    EXPECT_EQ(second["key"].string(), "a long enough value to need the heap");
}

TEST(JsonWriter, WritesWhatTheParserReads) {
    json::Writer out;
    out.begin_object()
        .field("text", "a\"b\\c\n\x01")
        .field("n", -3)
        .field("yes", true)
        .key("list")
        .begin_array();
    out.value(1).value(2.5).null().begin_object().end_object().end_array().end_object();
    const std::string text = std::move(out).str();
    EXPECT_EQ(text, R"({"text":"a\"b\\c\n\u0001","n":-3,"yes":true,"list":[1,2.5,null,{}]})");
    const Document doc = *Document::parse(text);
    EXPECT_EQ(doc["text"].string(), "a\"b\\c\n\x01");
    EXPECT_EQ(doc.root().dump(), text);
}

TEST(JsonWriter, ReplacesInvalidUtf8) {
    json::Writer out;
    out.value(std::string_view("ok \xff\xc0\xaf \xed\xa0\x80 \xf0\x9f\x98\x80"));
    EXPECT_TRUE(Document::parse(out.str()).has_value());
    EXPECT_NE(out.str().find("\xEF\xBF\xBD"), std::string::npos);
    EXPECT_NE(out.str().find("\xf0\x9f\x98\x80"), std::string::npos);
}

}  // namespace
}  // namespace confab::test
