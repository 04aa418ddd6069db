/// What goes out as multipart/form-data: uploads and documents.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/integration/straico/requests.hpp"
#include "tests/integration/straico/straico_world.hpp"

namespace confab::test {
namespace {

/// A file of its own test, removed at the end.
class DiskFile {
public:
    DiskFile(const std::string& name, std::size_t size)
        : path_(std::filesystem::path(testing::TempDir()) / name) {
        std::ofstream out(path_, std::ios::binary);
        for (std::size_t i = 0; i < size; ++i) out.put(static_cast<char>(i % 251));
    }
    ~DiskFile() { std::filesystem::remove(path_); }
    std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

Task<void> upload_from_disk(TestRuntime& rt) {
    StraicoWorld world(rt);
    co_await world.start();
    constexpr std::size_t kSize = 3 * 1024 * 1024 + 17;
    const DiskFile file("confab_straico_upload.pdf", kSize);
    StraicoUpload upload(StraicoFile::on_disk(file.path()));
    std::uint64_t sent = 0;
    upload.on_progress = [&sent](const HttpProgress& progress) {
        sent = std::max(sent, progress.sent);
    };
    const auto url = co_await world.straico().media().upload(std::move(upload));
    EXPECT_TRUE(url) << url.error().message();
    if (!url) co_return;
    EXPECT_TRUE(url->ends_with("_confab_straico_upload.pdf"));
    EXPECT_GT(sent, kSize);
    HttpRequest follow = HttpRequest::get(*url);
    const auto back = co_await world.world.client.send(std::move(follow));
    EXPECT_TRUE(back && back->body.size() == kSize);
    if (back && back->body.size() == kSize) {
        EXPECT_EQ(back->body[kSize - 1], static_cast<char>((kSize - 1) % 251));
    }
    EXPECT_EQ(world.straico().ledger().total().calls, 0u);
}

TEST(StraicoUpload, SendsAFileFromDiskUnchanged) {
    TestRuntime rt;
    rt.run(upload_from_disk(rt));
}

Task<void> upload_from_memory(TestRuntime& rt) {
    StraicoWorld world(rt);
    co_await world.start();
    StraicoUpload upload(StraicoFile::in_memory("my \"best\" cat.png", "\x89PNG\r\n--x\r\n"));
    const auto url = co_await world.straico().media().upload(std::move(upload));
    EXPECT_TRUE(url) << url.error().message();
    if (!url) co_return;
    HttpRequest follow = HttpRequest::get(*url);
    const auto back = co_await world.world.client.send(std::move(follow));
    EXPECT_TRUE(back && back->body == "\x89PNG\r\n--x\r\n");
}

TEST(StraicoUpload, SendsBytesWhateverTheyLookLike) {
    TestRuntime rt;
    rt.run(upload_from_memory(rt));
}

Task<void> upload_then_ask(TestRuntime& rt) {
    StraicoWorld world(rt);
    co_await world.start();
    StraicoUpload upload(StraicoFile::in_memory("talk.mp3", "la la"));
    const auto url = co_await world.straico().media().upload(std::move(upload));
    EXPECT_TRUE(url);
    if (!url) co_return;
    StraicoPromptRequest prompt = prompt_request();
    prompt.file_urls = {*url};
    prompt.display_transcripts = true;
    const auto reply = co_await world.straico().prompts().complete(std::move(prompt));
    EXPECT_TRUE(reply && reply->transcripts.size() == 1);
    if (reply && reply->transcripts.size() == 1) {
        EXPECT_EQ(reply->transcripts[0].text, "transcript of " + *url);
    }
}

TEST(StraicoUpload, LeadsToATranscript) {
    TestRuntime rt;
    rt.run(upload_then_ask(rt));
}

Task<void> rag_life(TestRuntime& rt) {
    StraicoWorld world(rt);
    co_await world.start();
    StraicoRags& rags = world.straico().rags();
    const DiskFile file("confab_straico_rag.txt", 1000);
    StraicoRagRequest request = rag_request();
    request.files.push_back(StraicoFile::on_disk(file.path()));
    request.chunking.method = StraicoChunking::Method::recursive;
    request.chunking.chunk_size = 500;
    request.chunking.separators = {"\n\n", "\n"};
    const auto made = co_await rags.create(std::move(request));
    EXPECT_TRUE(made) << made.error().message();
    if (!made) co_return;
    EXPECT_EQ(made->chunking_method, "recursive");
    EXPECT_EQ(made->chunk_size, 500);
    EXPECT_GT(made->coins, 0);
    StraicoRagFiles more;
    more.rag = made->id;
    more.files = {StraicoFile::in_memory("b.csv", "1,2")};
    const auto grown = co_await rags.add_files(std::move(more));
    EXPECT_TRUE(grown && grown->file_names.at(0).ends_with(", b.csv"));
    const auto listed = co_await rags.list();
    EXPECT_TRUE(listed && listed->size() == 1);

    StraicoRagQuestion question;
    question.rag = made->id;
    question.prompt = "what?";
    question.model = "openai/gpt-4o-mini";
    question.search.type = StraicoSearch::Type::mmr;
    question.search.passages = 3;
    question.search.diversity = 0.5;
    const auto answer = co_await rags.ask(std::move(question));
    EXPECT_TRUE(answer) << answer.error().message();
    if (answer) {
        EXPECT_EQ(answer->text, "books was asked: what?");
        EXPECT_EQ(answer->references.size(), 1u);
        EXPECT_GT(answer->coins, 0);
    }

    StraicoAgentDraft draft = agent_draft();
    const auto agent = co_await world.straico().agents().create(std::move(draft));
    EXPECT_TRUE(agent);
    if (agent) {
        const auto attached = co_await world.straico().agents().attach_rag(agent->id, made->id);
        EXPECT_TRUE(attached && attached->rag == made->id);
    }
    const auto removed = co_await rags.remove(made->id);
    const auto gone = co_await rags.get(made->id);
    EXPECT_TRUE(removed);
    EXPECT_TRUE(!gone && gone.error().code() == Errc::not_found);
}

TEST(StraicoRags, LiveAnswerAndDie) {
    TestRuntime rt;
    rt.run(rag_life(rt));
}

Task<void> never_twice(TestRuntime& rt) {
    StraicoWorld world(rt);
    co_await world.start();
    StraicoRagRequest request = rag_request();
    EXPECT_TRUE(world.sandbox.stage("drop", ""));
    const auto lost = co_await world.straico().rags().create(request);
    EXPECT_FALSE(lost);
    EXPECT_EQ(world.sandbox.requests("/v0/rag"), 1u);
    const auto made = co_await world.straico().rags().create(std::move(request));
    EXPECT_TRUE(made);
    if (!made) co_return;
    StraicoRagFiles more;
    more.rag = made->id;
    more.files = {StraicoFile::in_memory("b.csv", "1,2")};
    for (const char* fault : {"drop", "html"}) {
        EXPECT_TRUE(world.sandbox.stage(fault, ""));
        const auto grown = co_await world.straico().rags().add_files(more);
        EXPECT_FALSE(grown);
    }
    EXPECT_EQ(world.sandbox.requests("/v0/rag/" + made->id), 2u);
}

TEST(StraicoRags, AreNeverMadeOrGrownTwice) {
    TestRuntime rt;
    rt.run(never_twice(rt));
}

Task<void> upload_again_after_refusal(TestRuntime& rt) {
    StraicoWorld world(rt);
    co_await world.start();
    EXPECT_TRUE(world.sandbox.stage("rate_limit", "0"));
    StraicoUpload upload(StraicoFile::in_memory("a.txt", "x"));
    const auto url = co_await world.straico().media().upload(std::move(upload));
    EXPECT_TRUE(url);
    EXPECT_EQ(world.sandbox.requests("/v0/file/upload"), 2u);
}

TEST(StraicoUpload, IsRepeatedWithItsFileWhenRefusedUnprocessed) {
    TestRuntime rt;
    rt.run(upload_again_after_refusal(rt));
}

}  // namespace
}  // namespace confab::test
