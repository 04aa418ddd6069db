#include <gtest/gtest.h>

#include "core/straico/decode.hpp"
#include "tests/unit/core/straico/replies.hpp"

namespace confab::core::straico {
namespace {

using test::reply;

constexpr const char* kV1 = R"({"data":{"chat":[{"name":"Amazon: Nova Lite 1.0","model":"amazon/nova-lite-v1",
  "word_limit":225000,"pricing":{"coins":0.2,"words":100},"max_output":5000,
  "metadata":{"editors_choice_level":-1,"capabilities":["Browsing"],"features":["Image input","Web search"]}}],
  "image":[[{"_id":"1","name":"OpenAI: Dall-E 3","model":"openai/dall-e-3",
    "pricing":{"square":{"coins":90,"size":"1024x1024"}}}]],
  "audio":[{"_id":"2","enabled":true,"model":"tts-1","name":"TTS","pricing":{"base_cost":1,"per_word_cost":0.02}}],
  "video":[{"model":"gen4_turbo","name":"Gen4","allowed_durations":[5,10]}]},"success":true})";

TEST(StraicoModels, ReadsEveryTypeOfV1AndFlattensTheImages) {
    const auto models = decode_models(reply(200, kV1));
    ASSERT_TRUE(models) << models.error().message();
    ASSERT_EQ(models->size(), 4u);
    const StraicoModel& chat = models->at(0);
    EXPECT_EQ(chat.id, "amazon/nova-lite-v1");
    EXPECT_EQ(chat.name, "Amazon: Nova Lite 1.0");
    EXPECT_EQ(chat.type, "chat");
    EXPECT_DOUBLE_EQ(chat.coins_per_100_words, 0.2);
    EXPECT_EQ(chat.word_limit, 225000);
    EXPECT_EQ(chat.max_output, 5000);
    EXPECT_EQ(chat.features, (std::vector<std::string>{"image_input", "web_search"}));
    EXPECT_EQ(models->at(1).id, "openai/dall-e-3");
    EXPECT_EQ(models->at(1).type, "image");
    EXPECT_EQ(models->at(2).type, "audio");
    EXPECT_DOUBLE_EQ(models->at(2).coins_per_100_words, 2);
    EXPECT_EQ(models->at(3).type, "video");
}

TEST(StraicoModels, ReadsImagesThatAreNotNestedTheSame) {
    const auto models =
        decode_models(reply(200, R"({"data":{"image":[{"model":"flux/1.1","name":"Flux"}]}})"));
    ASSERT_TRUE(models);
    ASSERT_EQ(models->size(), 1u);
    EXPECT_EQ(models->at(0).id, "flux/1.1");
}

TEST(StraicoModels, ReadsV2ById) {
    const auto models = decode_models(reply(
        200,
        R"({"data":[{"id":"anthropic/claude-3.7-sonnet:thinking","name":"C","object":"model","model_type":"chat",
              "word_limit":1,"pricing":{"coins":16,"words":200}},
             {"id":"veo","model_type":"video","pricing":[1,2]},{"id":"o3-2025-04-16","pricing":"free"}]})"));
    ASSERT_TRUE(models);
    ASSERT_EQ(models->size(), 3u);
    EXPECT_EQ(models->at(0).id, "anthropic/claude-3.7-sonnet:thinking");
    EXPECT_DOUBLE_EQ(models->at(0).coins_per_100_words, 8);
    EXPECT_EQ(models->at(1).type, "video");
    EXPECT_EQ(models->at(2).type, "chat");
    EXPECT_EQ(models->at(2).name, "o3-2025-04-16");
}

TEST(StraicoModels, ReadsTheFlatListOfV0AndOneWithoutAnEnvelope) {
    for (const char* body :
         {R"({"data":[{"name":"A","model":"a/b","pricing":{"coins":1,"words":100}}],"success":true})",
          R"([{"name":"A","model":"a/b","pricing":{"coins":1,"words":100}}])"}) {
        const auto models = decode_models(reply(200, body));
        ASSERT_TRUE(models) << body;
        ASSERT_EQ(models->size(), 1u);
        EXPECT_EQ(models->at(0).id, "a/b");
        EXPECT_DOUBLE_EQ(models->at(0).coins_per_100_words, 1);
    }
}

TEST(StraicoModels, LeavesOutItemsWithoutAnId) {
    const auto models =
        decode_models(reply(200, R"({"data":[{"name":"A"},null,3,"x",{"id":""},{"id":"ok"}]})"));
    ASSERT_TRUE(models);
    ASSERT_EQ(models->size(), 1u);
    EXPECT_EQ(models->at(0).id, "ok");
}

TEST(StraicoModels, AllowsAnEmptyList) {
    const auto models = decode_models(reply(200, R"({"data":[]})"));
    ASSERT_TRUE(models);
    EXPECT_TRUE(models->empty());
}

TEST(StraicoModels, RefusesAnAnswerWithoutAnyList) {
    for (const char* body : {"{}", R"({"data":{}})", R"({"data":"x"})", "3"}) {
        const auto models = decode_models(reply(200, body));
        ASSERT_FALSE(models) << body;
        EXPECT_EQ(models.error().code(), Errc::protocol);
    }
}

TEST(StraicoModels, ReadsPricesOfImagesByFormat) {
    const auto models = decode_models(reply(200, R"({"data":{"image":[[{"model":"openai/dall-e-3","pricing":{
        "square":{"coins":90,"size":"1024x1024"},"landscape":{"coins":120,"size":"1792x1024"}}},
        {"model":"flat","pricing":{"coins":7}}]]}})"));
    ASSERT_TRUE(models);
    ASSERT_EQ(models->size(), 2u);
    const auto& prices = models->at(0).image_prices;
    ASSERT_EQ(prices.size(), 2u);
    EXPECT_EQ(prices[0].format, "square");
    EXPECT_DOUBLE_EQ(prices[0].coins, 90);
    EXPECT_EQ(prices[1].size, "1792x1024");
    ASSERT_EQ(models->at(1).image_prices.size(), 1u);
    EXPECT_EQ(models->at(1).image_prices[0].format, "");
    EXPECT_DOUBLE_EQ(models->at(1).image_prices[0].coins, 7);
}

TEST(StraicoModels, ReadsDurationsOfVideosAndPricesOfSound) {
    const auto models =
        decode_models(reply(200, R"({"data":{"video":[{"model":"v","allowed_durations":[5,"10",-1,"x"]}],
        "audio":[{"model":"a","provider":"p","pricing":{"base_cost":1.5,"per_word_cost":0.02}}]}})"));
    ASSERT_TRUE(models);
    EXPECT_EQ(models->at(0).durations, (std::vector<std::int64_t>{5, 10}));
    EXPECT_EQ(models->at(1).type, "audio");
    EXPECT_EQ(models->at(1).provider, "p");
    EXPECT_DOUBLE_EQ(models->at(1).base_coins, 1.5);
    EXPECT_DOUBLE_EQ(models->at(1).coins_per_100_words, 2);
}

TEST(StraicoModels, FindsFeaturesWithoutRegardToSpelling) {
    const auto model = decode_model(reply(200, R"({"data":{"id":"x","metadata":{"features":["Image input"],
        "applications":["Tutoring"],"capabilities":["Browsing"],"editors_choice_level":2,"icon":"https://i"}}})"));
    ASSERT_TRUE(model);
    for (const char* name : {"image_input", "Image Input", "IMAGE-INPUT"})
        EXPECT_TRUE(model->has_feature(name));
    EXPECT_FALSE(model->has_feature("web_search"));
    EXPECT_EQ(model->applications, std::vector<std::string>{"Tutoring"});
    EXPECT_EQ(model->capabilities, std::vector<std::string>{"Browsing"});
    EXPECT_EQ(model->editors_choice, 2);
    EXPECT_EQ(model->icon_url, "https://i");
}

TEST(StraicoModels, ReadsOneModelOrSaysThatThereIsNone) {
    EXPECT_EQ(decode_model(reply(200, R"({"data":[{"id":"x"}]})"))->id, "x");
    EXPECT_EQ(decode_model(reply(200, R"({"data":{}})")).error().code(), Errc::protocol);
    EXPECT_EQ(decode_model(reply(404, R"({"error":"Model not found"})")).error().code(), Errc::not_found);
}

}  // namespace
}  // namespace confab::core::straico
