#include <gtest/gtest.h>

#include "tests/integration/straico/requests.hpp"
#include "tests/integration/straico/straico_world.hpp"

namespace confab::test {
namespace {

Task<void> smart_chat(TestRuntime& rt) {
    StraicoWorld world(rt);
    co_await world.start();
    StraicoChatRequest request;
    request.smart = StraicoSmartSelector(StraicoSmartSelector::Pricing::budget);
    request.replace_failed_models = true;
    request.messages.emplace_back("user", "");
    request.messages.back().parts = {"one ", "two"};
    const auto reply = co_await world.straico().chat(std::move(request));
    EXPECT_TRUE(reply) << reply.error().message();
    if (!reply) co_return;
    EXPECT_EQ(reply->content, "You said: one two (earlier turns: 0)");
    EXPECT_EQ(reply->model, "openai/gpt-4o-mini");
    EXPECT_GT(reply->words, 0);
}

TEST(StraicoEndpoints, ChatWithTheModelTheServiceChoosesAndTextInParts) {
    TestRuntime rt;
    rt.run(smart_chat(rt));
}

Task<void> prompt_several(TestRuntime& rt) {
    StraicoWorld world(rt);
    co_await world.start();
    StraicoPromptRequest request = prompt_request();
    request.models = {"openai/gpt-4o-mini", "o3-2025-04-16"};
    request.file_urls = {"https://files.example/a.mp3"};
    request.images = {"https://files.example/a.png"};
    request.youtube_urls = {"https://youtube.example/b"};
    request.display_transcripts = true;
    request.temperature = 0.5;
    request.max_tokens = 100;
    const auto reply = co_await world.straico().prompts().complete(std::move(request));
    EXPECT_TRUE(reply) << reply.error().message();
    if (!reply) co_return;
    EXPECT_EQ(reply->answers.size(), 2u);
    EXPECT_EQ(reply->answers.at(1).content, "You said: hello (earlier turns: 0)");
    EXPECT_EQ(reply->transcripts.size(), 2u);
    EXPECT_GT(reply->coins, reply->answers.at(0).coins);
    EXPECT_DOUBLE_EQ(world.straico().ledger().total().coins, reply->coins);
}

TEST(StraicoEndpoints, PromptSeveralModelsAtOnce) {
    TestRuntime rt;
    rt.run(prompt_several(rt));
}

Task<void> prompt_failures(TestRuntime& rt) {
    StraicoWorld world(rt);
    co_await world.start();
    StraicoPrompts& prompts = world.straico().prompts();
    StraicoPromptRequest both = prompt_request();
    both.models = {"openai/gpt-4o-mini", "o3-2025-04-16"};
    EXPECT_TRUE(world.sandbox.stage("model_fails", ""));
    const auto one_left = co_await prompts.complete(both);
    EXPECT_TRUE(one_left && one_left->answers.size() == 1 && one_left->failures.size() == 1);

    both.replace_failed_models = true;
    EXPECT_TRUE(world.sandbox.stage("model_fails", ""));
    const auto replaced = co_await prompts.complete(both);
    EXPECT_TRUE(replaced && replaced->answers.size() == 2 && replaced->failures.empty());

    EXPECT_TRUE(world.sandbox.stage("model_fails", ""));
    StraicoPromptRequest only = prompt_request();
    const auto none = co_await prompts.complete(std::move(only));
    EXPECT_FALSE(none);
    if (!none) {
        EXPECT_EQ(none.error().code(), Errc::upstream);
        EXPECT_NE(none.error().context().find("the provider failed"), std::string::npos);
    }

    StraicoPromptRequest smart = prompt_request();
    smart.models.clear();
    smart.smart = StraicoSmartSelector(StraicoSmartSelector::Pricing::budget, 2);
    const auto chosen = co_await prompts.complete(std::move(smart));
    EXPECT_TRUE(chosen && chosen->answers.size() == 2);
}

TEST(StraicoEndpoints, PromptsTellFailuresOfEachModel) {
    TestRuntime rt;
    rt.run(prompt_failures(rt));
}

Task<void> images(TestRuntime& rt) {
    StraicoWorld world(rt);
    co_await world.start();
    StraicoMedia& media = world.straico().media();
    StraicoImageRequest request = image_request();
    request.size = StraicoFormat::landscape;
    request.variations = 2;
    const auto made = co_await media.image(std::move(request));
    EXPECT_TRUE(made) << made.error().message();
    if (!made) co_return;
    EXPECT_EQ(made->urls.size(), 2u);
    EXPECT_DOUBLE_EQ(made->coins, 240);
    EXPECT_EQ(world.sandbox.requests("/v0/image/generation"), 1u);
    HttpRequest follow = HttpRequest::get(made->urls.at(0));
    const auto picture = co_await world.world.client.send(std::move(follow));
    EXPECT_TRUE(picture && picture->headers.get("Content-Type") == "image/png");

    StraicoImageRequest newer = image_request();
    newer.model = "fal-ai/nano-banana";
    const auto newer_made = co_await media.image(std::move(newer));
    EXPECT_TRUE(newer_made);
    EXPECT_EQ(world.sandbox.requests("/v1/image/generation"), 1u);

    StraicoImageRequest wrong = image_request();
    wrong.model = "gen4_turbo";
    const auto refused = co_await media.image(std::move(wrong));
    EXPECT_TRUE(!refused && refused.error().code() == Errc::invalid_argument);
    EXPECT_DOUBLE_EQ(world.straico().ledger().total().coins, 300);
}

TEST(StraicoEndpoints, MakeImagesWhereTheirModelIs) {
    TestRuntime rt;
    rt.run(images(rt));
}

Task<void> videos_and_speech(TestRuntime& rt) {
    StraicoWorld world(rt);
    co_await world.start();
    StraicoMedia& media = world.straico().media();
    StraicoVideoRequest video = video_request();
    const auto film = co_await media.video(std::move(video));
    EXPECT_TRUE(film && film->urls.size() == 1 && film->coins == 200);

    StraicoSpeechRequest speech = speech_request();
    const auto linked = co_await media.speech(speech);
    EXPECT_TRUE(linked && !linked->url.empty() && linked->coins > 1);
    EXPECT_TRUE(world.sandbox.stage("audio", ""));
    const auto sound = co_await media.speech(std::move(speech));
    EXPECT_TRUE(sound && sound->audio.starts_with("ID3") && sound->content_type == "audio/mpeg");

    for (int i = 0; i < 2; ++i) {
        const auto voices = co_await media.voices();
        EXPECT_TRUE(voices && voices->size() == 2);
    }
    EXPECT_EQ(world.sandbox.requests("/v1/tts/elevenlabslist"), 1u);
}

TEST(StraicoEndpoints, MakeVideosAndSpeech) {
    TestRuntime rt;
    rt.run(videos_and_speech(rt));
}

Task<void> one_model(TestRuntime& rt) {
    StraicoWorld world(rt);
    co_await world.start();
    const auto model = co_await world.straico().model("anthropic/claude-3.7-sonnet:thinking");
    EXPECT_TRUE(model && model->id == "anthropic/claude-3.7-sonnet:thinking");
    EXPECT_TRUE(model && model->has_feature("image_input") && model->coins_per_100_words == 8);
    const auto image = co_await world.straico().model("openai/dall-e-3");
    EXPECT_TRUE(image && image->image_prices.size() == 3 && image->image_prices.at(1).coins == 120);
    const auto video = co_await world.straico().model("gen4_turbo");
    EXPECT_TRUE(video && video->durations.size() == 2);
    const auto none = co_await world.straico().model("no/such");
    EXPECT_TRUE(!none && none.error().code() == Errc::not_found);
}

TEST(StraicoEndpoints, ShowOneModel) {
    TestRuntime rt;
    rt.run(one_model(rt));
}

Task<void> agent_life(TestRuntime& rt) {
    StraicoWorld world(rt);
    co_await world.start();
    StraicoAgents& agents = world.straico().agents();
    StraicoAgentDraft draft = agent_draft();
    const auto made = co_await agents.create(std::move(draft));
    EXPECT_TRUE(made) << made.error().message();
    if (!made) co_return;
    EXPECT_EQ(made->tags, (std::vector<std::string>{"x & y"}));
    StraicoAgentChange change;
    change.agent = made->id;
    change.name = "Bob";
    const auto changed = co_await agents.update(std::move(change));
    EXPECT_TRUE(changed && changed->name == "Bob" && changed->custom_prompt == made->custom_prompt);
    StraicoAgentQuestion question;
    question.agent = made->id;
    question.prompt = "who are you?";
    const auto answer = co_await agents.ask(std::move(question));
    EXPECT_TRUE(answer && answer->text == "Bob was asked: who are you?");
    const auto shown = co_await agents.get(made->id);
    EXPECT_TRUE(shown && shown->interactions == 1);
    const auto listed = co_await agents.list();
    EXPECT_TRUE(listed && listed->size() == 1);
    const auto no_rag = co_await agents.attach_rag(made->id, "none");
    EXPECT_TRUE(!no_rag && no_rag.error().code() == Errc::not_found);
    const auto removed = co_await agents.remove(made->id);
    EXPECT_TRUE(removed);
    const auto gone = co_await agents.get(made->id);
    EXPECT_TRUE(!gone && gone.error().code() == Errc::not_found);
}

TEST(StraicoEndpoints, LetAgentsLiveAndDie) {
    TestRuntime rt;
    rt.run(agent_life(rt));
}

Task<void> coins_and_spenders(TestRuntime& rt) {
    StraicoWorld world(rt);
    co_await world.start();
    const std::unique_ptr<Straico> plugin = world.straico().for_plugin("draw");
    const auto before = co_await plugin->user();
    StraicoImageRequest image = image_request();
    image.spender = StraicoSpender("home/ann", "home/#art");
    const auto made = co_await plugin->media().image(std::move(image));
    StraicoVideoRequest video = video_request();
    video.spender = StraicoSpender("home/bob", "home/#art");
    const auto film = co_await plugin->media().video(std::move(video));
    EXPECT_TRUE(before && made && film);
    const StraicoLedger& ledger = world.straico().ledger();
    EXPECT_DOUBLE_EQ(ledger.of(StraicoLedger::By::plugin, "draw").coins, 290);
    EXPECT_DOUBLE_EQ(ledger.of(StraicoLedger::By::user, "home/ann").coins, 90);
    EXPECT_DOUBLE_EQ(ledger.of(StraicoLedger::By::channel, "home/#art").coins, 290);
    EXPECT_DOUBLE_EQ(ledger.balance().value_or(0), 710);
    const auto after = co_await plugin->user();
    EXPECT_TRUE(after && after->coins == 710);
    EXPECT_EQ(world.sandbox.requests("/v0/user"), 2u);
}

TEST(StraicoEndpoints, BookCoinsThatAgreeWithTheAccount) {
    TestRuntime rt;
    rt.run(coins_and_spenders(rt));
}

Task<void> idle_close(TestRuntime& rt) {
    StraicoWorld world(rt);
    co_await world.start();
    for (int i = 0; i < 5; ++i) {
        EXPECT_TRUE(world.sandbox.stage("idle_close", ""));
        const auto closing = co_await world.straico().rags().list();
        EXPECT_TRUE(closing) << closing.error().message();
        const auto next = co_await world.straico().rags().list();  // whether the close has arrived or not
        EXPECT_TRUE(next) << next.error().message();
    }
}

TEST(StraicoEndpoints, SurviveAServerThatClosesIdleConnections) {
    TestRuntime rt;
    rt.run(idle_close(rt));
}

Task<void> ask_user(StraicoWorld& world, int& good) {
    const auto user = co_await world.straico().user();
    good += user.has_value();
}

Task<void> user_once(TestRuntime& rt) {
    StraicoWorld world(rt);
    co_await world.start();
    EXPECT_TRUE(world.sandbox.stage("slow", "50"));
    int good = 0;
    for (int i = 0; i < 50; ++i) rt.tasks().spawn("user", ask_user(world, good));
    co_await rt.tasks().join();
    EXPECT_EQ(good, 50);
    EXPECT_EQ(world.sandbox.requests("/v0/user"), 1u);
}

TEST(StraicoEndpoints, AnswerManyWhoWantTheUserWithOneRequest) {
    TestRuntime rt;
    rt.run(user_once(rt));
}

}  // namespace
}  // namespace confab::test
