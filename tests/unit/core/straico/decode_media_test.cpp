#include <gtest/gtest.h>

#include "core/straico/decode.hpp"
#include "tests/unit/core/straico/replies.hpp"

namespace confab::core::straico {
namespace {

using test::reply;

TEST(StraicoMedia, ReadsTheUrlOfAnUpload) {
    const auto url = decode_upload(reply(201, R"({"data":{"url":"https://s3/api/1_a.png"},"success":true})"));
    ASSERT_TRUE(url);
    EXPECT_EQ(*url, "https://s3/api/1_a.png");
    for (const char* body :
         {"{}", R"({"data":{"url":"javascript:x"}})", R"({"data":{"url":"https://a b"}})"}) {
        const auto wrong = decode_upload(reply(201, body));
        ASSERT_FALSE(wrong) << body;
        EXPECT_EQ(wrong.error().code(), Errc::protocol);
    }
}

TEST(StraicoMedia, ReadsImagesWithTheirPrice) {
    const auto made = decode_image(
        reply(201, R"({"data":{"zip":"https://z","images":["https://1",{"url":"https://2"},"ftp://3",4],
        "price":{"price_per_image":90,"quantity_images":2,"total":180}},"success":true})"));
    ASSERT_TRUE(made);
    EXPECT_EQ(made->urls, (std::vector<std::string>{"https://1", "https://2"}));
    EXPECT_EQ(made->zip_url, "https://z");
    EXPECT_DOUBLE_EQ(made->coins_each, 90);
    EXPECT_DOUBLE_EQ(made->coins, 180);
}

TEST(StraicoMedia, ReckonsAMissingTotalAndReadsABarePrice) {
    EXPECT_DOUBLE_EQ(decode_image(reply(201, R"({"data":{"images":["https://1","https://2"],
        "price":{"price_per_image":"45"}}})"))
                         ->coins,
                     90);
    EXPECT_DOUBLE_EQ(decode_image(reply(201, R"({"images":"https://1","price":7})"))->coins, 7);
}

TEST(StraicoMedia, ReadsVideos) {
    const auto made = decode_video(reply(200, R"({"data":{"zip":"https://z","video":["https://v.mp4"],
        "price":{"price_per_video":300,"total":300}},"success":true})"));
    ASSERT_TRUE(made);
    EXPECT_EQ(made->urls, std::vector<std::string>{"https://v.mp4"});
    EXPECT_DOUBLE_EQ(made->coins, 300);
}

TEST(StraicoMedia, CallsAnAnswerWithoutAUrlAProtocolError) {
    for (const char* body : {"{}", R"({"data":{"images":[]}})", R"({"data":{"images":["x"]}})", "<html>"}) {
        const auto made = decode_image(reply(200, body));
        ASSERT_FALSE(made) << body;
        EXPECT_EQ(made.error().code(), Errc::protocol);
    }
}

TEST(StraicoMedia, TakesTheJavascriptErrorForAModelThatMakesNoImages) {
    const std::string text = "Cannot read properties of undefined (reading 'generate')";
    for (const int status : {200, 422, 500})
        for (const std::string& body : {"TypeError: " + text, R"({"error":")" + text + "\"}"}) {
            const auto made = decode_image(reply(status, body, "text/plain"));
            ASSERT_FALSE(made);
            EXPECT_EQ(made.error().code(), Errc::invalid_argument);
            EXPECT_EQ(made.error().delivery(), Delivery::sent);
            EXPECT_NE(made.error().context().find("`model`"), std::string::npos);
            EXPECT_EQ(made.error().context().find("undefined"), std::string::npos);
        }
}

TEST(StraicoMedia, TellsASoundFromALinkByContentType) {
    const auto linked = decode_speech(
        reply(200, R"({"data":{"audio":"https://s.mp3","price":{"total":1.5}},"success":true})"));
    ASSERT_TRUE(linked);
    EXPECT_EQ(linked->url, "https://s.mp3");
    EXPECT_TRUE(linked->audio.empty());
    EXPECT_DOUBLE_EQ(linked->coins, 1.5);
    for (const char* type : {"audio/mpeg", "application/octet-stream"}) {
        const auto sound = decode_speech(reply(200, "ID3", type));
        ASSERT_TRUE(sound) << type;
        EXPECT_EQ(sound->audio, "ID3");
        EXPECT_EQ(sound->content_type, type);
        EXPECT_TRUE(sound->url.empty());
    }
}

TEST(StraicoMedia, ReadsOtherPlacesOfTheLinkToASound) {
    for (const char* body : {R"({"data":{"url":"https://s"}})", R"({"data":"https://s"})",
                             R"({"data":{"audio":{"url":"https://s"}}})", R"({"audio":"https://s"})"}) {
        const auto speech = decode_speech(reply(200, body));
        ASSERT_TRUE(speech) << body;
        EXPECT_EQ(speech->url, "https://s");
    }
}

TEST(StraicoMedia, TakesNoFailureForASound) {
    EXPECT_EQ(decode_speech(reply(500, "oops", "audio/mpeg")).error().code(), Errc::upstream);
    EXPECT_EQ(decode_speech(reply(200, "", "audio/mpeg")).error().code(), Errc::protocol);
    EXPECT_EQ(decode_speech(reply(200, "<html>", "text/html")).error().code(), Errc::protocol);
    EXPECT_EQ(decode_speech(reply(402, R"({"error":"x"})")).error().code(), Errc::payment_required);
}

TEST(StraicoMedia, ReadsVoices) {
    const auto voices = decode_voices(reply(
        200,
        R"({"data":{"voices":[{"voice_id":"1","name":"Ann","category":"premade","preview_url":"https://p"},
        {"voice_id":"2"},{"name":"none"},3]},"success":true})"));
    ASSERT_TRUE(voices);
    ASSERT_EQ(voices->size(), 2u);
    EXPECT_EQ(voices->at(0).name, "Ann");
    EXPECT_EQ(voices->at(0).preview_url, "https://p");
    EXPECT_EQ(voices->at(1).name, "2");
    EXPECT_TRUE(decode_voices(reply(200, R"({"data":[]})")));
    EXPECT_EQ(decode_voices(reply(200, "{}")).error().code(), Errc::protocol);
}

}  // namespace
}  // namespace confab::core::straico
