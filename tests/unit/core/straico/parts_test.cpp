#include "core/straico/parts.hpp"

#include <gtest/gtest.h>

#include "core/straico/core_straico.hpp"
#include "tests/support/test_runtime.hpp"
#include "tests/unit/core/straico/fake_http.hpp"
#include "tests/unit/core/straico/replies.hpp"

namespace confab::core {
namespace {

using test::reply;

class StraicoParts : public testing::Test {
protected:
    StraicoParts() { config.api_key = Secret("top-secret-key"); }
    CoreStraico& straico() {
        if (!straico_) straico_.emplace(config, http, clock, rt.metrics(), rt.log());
        return *straico_;
    }
    /// Runs a call against one answer; returns what it came to.
    template <class T>
    Result<T> run(Task<Result<T>> call, HttpResponse answer) {
        http.replies.clear();
        http.replies.push_back(std::move(answer));
        std::optional<Result<T>> out;
        rt.run(test::keep(std::move(call), out));
        return out ? std::move(*out) : Result<T>(Error(Errc::internal, "did not run"));
    }
    const HttpRequest& sent() const { return http.requests.back(); }
    double spent() { return straico().ledger().total().coins; }

    static StraicoPromptRequest prompt() {
        StraicoPromptRequest request;
        request.models = {"a/b"};
        request.message = "hi";
        return request;
    }
    static StraicoImageRequest image(std::int64_t variations) {
        StraicoImageRequest request;
        request.model = "a/b";
        request.description = "cat";
        request.variations = variations;
        return request;
    }
    static StraicoVideoRequest video() {
        StraicoVideoRequest request;
        request.model = "a/b";
        request.description = "cat";
        request.image_url = "https://i";
        return request;
    }
    static StraicoRagRequest rag() {
        StraicoRagRequest request;
        request.name = "n";
        request.description = "d";
        request.files = {StraicoFile::in_memory("a.txt", "x")};
        return request;
    }
    static StraicoRagQuestion rag_question() {
        StraicoRagQuestion question;
        question.rag = "1";
        question.prompt = "p";
        question.model = "a/b";
        return question;
    }
    static StraicoAgentQuestion agent_question() {
        StraicoAgentQuestion question;
        question.agent = "1";
        question.prompt = "p";
        return question;
    }

    test::TestRuntime rt;
    test::FakeHttp http;
    test::ManualClock clock;
    StraicoConfig config;

private:
    std::optional<CoreStraico> straico_;
};

constexpr const char* kAnswer = R"({"success":true,"data":{"answer":"yes","coins_used":4}})";
constexpr const char* kRag = R"({"success":true,"data":{"_id":"1"},"total_coins":8})";

TEST_F(StraicoParts, GiveEachPaidCallItsDeadlineAndNeverMarkItIdempotent) {
    const auto expect = [&](Duration timeout, double coins) {
        EXPECT_EQ(sent().timeout, timeout) << sent().url;
        EXPECT_FALSE(sent().idempotent) << sent().url;
        EXPECT_EQ(sent().cache, HttpCache::never) << sent().url;
        EXPECT_EQ(sent().headers.get("Authorization"), "Bearer top-secret-key") << sent().url;
        EXPECT_DOUBLE_EQ(spent(), coins) << sent().url;
    };
    using std::chrono::seconds;
    EXPECT_TRUE(run(straico().prompts().complete(prompt()),
                    reply(201, R"({"data":{"completions":{"a":{"completion":"x","price":{"total":1}}}}})")));
    expect(seconds(300), 1);
    EXPECT_TRUE(run(straico().media().image(image(1)),
                    reply(201, R"({"data":{"images":["https://1"],"price":{"total":2}}})")));
    expect(seconds(120), 3);
    EXPECT_TRUE(run(straico().media().image(image(4)),
                    reply(201, R"({"data":{"images":["https://1"],"price":{"total":2}}})")));
    expect(seconds(140), 5);
    EXPECT_TRUE(run(straico().media().video(video()),
                    reply(200, R"({"data":{"video":["https://1"],"price":{"total":3}}})")));
    expect(seconds(300), 8);
    StraicoSpeechRequest speech;
    speech.model = "tts-1";
    speech.text = "x";
    speech.voice = "alloy";
    EXPECT_TRUE(run(straico().media().speech(speech), reply(200, "ID3", "audio/mpeg")));
    expect(seconds(120), 8);
    EXPECT_TRUE(run(straico().rags().create(rag()), reply(201, kRag)));
    expect(seconds(600), 16);
    EXPECT_TRUE(run(straico().rags().ask(rag_question()), reply(200, kAnswer)));
    expect(seconds(600), 20);
    EXPECT_TRUE(run(straico().agents().ask(agent_question()), reply(200, kAnswer)));
    expect(seconds(600), 24);
    StraicoRagFiles more;
    more.rag = "1";
    more.files = {StraicoFile::in_memory("a.txt", "x")};
    EXPECT_TRUE(run(straico().rags().add_files(more), reply(200, kRag)));
    expect(seconds(600), 32);
    EXPECT_EQ(straico().ledger().total().calls, 9u);
}

TEST_F(StraicoParts, TakeDeadlinesFromTheConfiguration) {
    config.image_timeout = Duration(1000);
    config.image_timeout_each = Duration(100);
    config.image_timeout_least = Duration(0);
    config.upload_timeout = Duration(7);
    EXPECT_TRUE(run(straico().media().image(image(3)), reply(201, R"({"data":{"images":["https://1"]}})")));
    EXPECT_EQ(sent().timeout, Duration(1300));
    StraicoUpload upload(StraicoFile::in_memory("a.png", "x"));
    EXPECT_TRUE(run(straico().media().upload(upload), reply(201, R"({"data":{"url":"https://u"}})")));
    EXPECT_EQ(sent().timeout, Duration(7));
    EXPECT_EQ(sent().parts.size(), 1u);
}

TEST_F(StraicoParts, LeaveTheLastConnectionToThoseWhoChat) {
    const HttpResponse any = reply(200, "{}");
    StraicoUpload upload(StraicoFile::in_memory("a.png", "x"));
    (void)run(straico().media().upload(upload), any);
    EXPECT_EQ(sent().lane, HttpLane::bulk);
    (void)run(straico().media().video(video()), any);
    EXPECT_EQ(sent().lane, HttpLane::bulk);
    (void)run(straico().rags().create(rag()), any);
    EXPECT_EQ(sent().lane, HttpLane::bulk);
    (void)run(straico().rags().ask(rag_question()), any);
    EXPECT_EQ(sent().lane, HttpLane::interactive);
    (void)run(straico().media().image(image(1)), any);
    EXPECT_EQ(sent().lane, HttpLane::interactive);
}

TEST_F(StraicoParts, LeaveQuickCallsToTheClientsDeadlineAndBookNothing) {
    EXPECT_TRUE(run(straico().rags().list(), reply(200, R"({"data":[]})")));
    EXPECT_EQ(sent().url, "https://api.straico.com/v0/rag/user");
    EXPECT_FALSE(sent().timeout);
    EXPECT_TRUE(run(straico().rags().get("1"), reply(200, kRag)));
    EXPECT_TRUE(run(straico().rags().remove("1"), reply(200, R"({"success":true})")));
    EXPECT_EQ(sent().method, "DELETE");
    EXPECT_TRUE(run(straico().agents().list(), reply(200, R"({"data":[]})")));
    EXPECT_EQ(sent().url, "https://api.straico.com/v0/agent/");
    EXPECT_TRUE(run(straico().agents().get("1"), reply(200, kRag)));
    EXPECT_TRUE(run(straico().agents().remove("1"), reply(200, "")));
    EXPECT_TRUE(run(straico().media().voices(), reply(200, R"({"data":{"voices":[]}})")));
    EXPECT_EQ(sent().cache, HttpCache::allowed);
    EXPECT_EQ(straico().ledger().total().calls, 0u);
}

TEST_F(StraicoParts, BookThePriceOfAPromptOfWhichNoModelAnswered) {
    const auto answer = run(
        straico().prompts().complete(prompt()),
        reply(201,
              R"({"data":{"overall_price":{"total":2},"completions":{"a":{"completion":{"error":"no"}}}}})"));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code(), Errc::upstream);
    EXPECT_DOUBLE_EQ(spent(), 2);
}

TEST_F(StraicoParts, FillInTheIdsThatAChangeLeavesOut) {
    StraicoAgentChange change;
    change.agent = "65f1";
    change.name = "n";
    const auto agent = run(straico().agents().update(change), reply(200, R"({"success":true})"));
    ASSERT_TRUE(agent);
    EXPECT_EQ(agent->id, "65f1");
    const auto attached =
        run(straico().agents().attach_rag("65f1", "65f0"), reply(200, R"({"success":true})"));
    ASSERT_TRUE(attached);
    EXPECT_EQ(attached->id, "65f1");
    EXPECT_EQ(attached->rag, "65f0");
}

TEST_F(StraicoParts, KeepTheKeyOutOfEveryError) {
    const HttpResponse leak = reply(500, R"({"success":false,"message":"key top-secret-key is bad"})");
    const auto check = [&](const Error& error) {
        EXPECT_EQ(error.code(), Errc::upstream);
        EXPECT_EQ(error.context().find("top-secret"), std::string::npos) << error.context();
        EXPECT_EQ(error.context().find('\n'), std::string::npos);
    };
    check(run(straico().prompts().complete(prompt()), leak).error());
    check(run(straico().media().image(image(1)), leak).error());
    check(run(straico().media().video(video()), leak).error());
    check(run(straico().rags().create(rag()), leak).error());
    check(run(straico().agents().ask(agent_question()), leak).error());
}

TEST_F(StraicoParts, SendNothingThatIsWrong) {
    StraicoPromptRequest wrong = prompt();
    wrong.message.clear();
    EXPECT_EQ(run(straico().prompts().complete(wrong), reply(200, "{}")).error().code(),
              Errc::invalid_argument);
    EXPECT_EQ(run(straico().media().image(image(9)), reply(200, "{}")).error().code(),
              Errc::invalid_argument);
    EXPECT_EQ(run(straico().rags().get("../user"), reply(200, "{}")).error().code(), Errc::invalid_argument);
    EXPECT_EQ(run(straico().agents().remove(""), reply(200, "{}")).error().code(), Errc::invalid_argument);
    EXPECT_TRUE(http.requests.empty());
}

}  // namespace
}  // namespace confab::core
