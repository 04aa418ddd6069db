#include <gtest/gtest.h>

#include "core/straico/encode.hpp"
#include "tests/unit/core/straico/refusals.hpp"

namespace confab::core::straico {
namespace {

using test::expect_refused;
using Method = StraicoChunking::Method;

StraicoRagRequest rag() {
    StraicoRagRequest request;
    request.name = "n";
    request.description = "d";
    request.files = {StraicoFile::in_memory("a.txt", "one"), StraicoFile::in_memory("b.py", "two")};
    return request;
}

std::string described(const HttpRequest& request) {
    std::string text;
    for (const HttpPart& part : request.parts)
        text += part.name + "=" + (part.file_name.empty() ? part.content : part.file_name) + " ";
    return text;
}

TEST(StraicoEncodeRag, WritesFieldsBeforeFiles) {
    const auto call = encode_rag(rag());
    ASSERT_TRUE(call);
    EXPECT_EQ(call->method, "POST");
    EXPECT_EQ(call->url, "/v0/rag");
    EXPECT_EQ(described(*call), "name=n description=d chunking_method=fixed_size files=a.txt files=b.py ");
}

TEST(StraicoEncodeRag, WritesHowToCut) {
    StraicoRagRequest request = rag();
    request.files.resize(1);
    request.chunking.chunk_size = 500;
    request.chunking.chunk_overlap = 20;
    request.chunking.separators = {"\n"};
    EXPECT_EQ(described(*encode_rag(request)),
              "name=n description=d chunking_method=fixed_size chunk_size=500 chunk_overlap=20 separator=\n "
              "files=a.txt ");
    request.chunking = StraicoChunking();
    request.chunking.method = Method::recursive;
    request.chunking.separators = {"\n\n", "."};
    EXPECT_EQ(described(*encode_rag(request)),
              R"(name=n description=d chunking_method=recursive separators=["\n\n","."] files=a.txt )");
    request.chunking = StraicoChunking();
    request.chunking.method = Method::semantic;
    request.chunking.breakpoint = StraicoChunking::Breakpoint::standard_deviation;
    request.chunking.buffer_size = 100;
    EXPECT_EQ(described(*encode_rag(request)),
              "name=n description=d chunking_method=semantic breakpoint_threshold_type=standard_deviation "
              "buffer_size=100 files=a.txt ");
}

TEST(StraicoEncodeRag, RefusesWhatTheServiceWouldRefuse) {
    const auto refused = [](const char* field, auto change) {
        StraicoRagRequest request = rag();
        change(request);
        expect_refused(encode_rag(request), field);
    };
    refused("name", [](auto& r) { r.name.clear(); });
    refused("description", [](auto& r) { r.description.clear(); });
    refused("files", [](auto& r) { r.files.clear(); });
    refused("files", [](auto& r) { r.files.assign(5, StraicoFile::in_memory("a.txt", "x")); });
    refused("file", [](auto& r) { r.files = {StraicoFile::in_memory("a.png", "x")}; });
    refused("chunking.chunk_size", [](auto& r) { r.chunking.chunk_size = 0; });
    refused("chunking.chunk_overlap", [](auto& r) { r.chunking.chunk_overlap = 1000; });
    refused("chunking.separators", [](auto& r) { r.chunking.separators = {"a", "b"}; });
    refused("chunking.breakpoint",
            [](auto& r) { r.chunking.breakpoint = StraicoChunking::Breakpoint::gradient; });
    refused("chunking.buffer_size", [](auto& r) { r.chunking.buffer_size = 5; });
}

TEST(StraicoEncodeRag, NeverSendsFilesForAnExistingOneTwice) {
    StraicoRagFiles request;
    request.rag = "65f0";
    request.files = rag().files;
    const auto call = encode_rag_files(request);
    ASSERT_TRUE(call);
    EXPECT_EQ(call->method, "PUT");
    EXPECT_EQ(call->url, "/v0/rag/65f0");
    EXPECT_EQ(described(*call), "files=a.txt files=b.py ");
    EXPECT_FALSE(call->retry);
    request.rag = "../user";
    expect_refused(encode_rag_files(request), "rag");
}

TEST(StraicoEncodeRag, WritesAQuestionAsAForm) {
    StraicoRagQuestion question;
    question.rag = "65f0";
    question.prompt = "who & why?";
    question.model = "a/b:c";
    EXPECT_EQ(encode_rag_question(question)->url, "/v0/rag/65f0/prompt");
    EXPECT_EQ(encode_rag_question(question)->body, "prompt=who%20%26%20why%3F&model=a%2Fb%3Ac");
    question.search.type = StraicoSearch::Type::mmr;
    question.search.passages = 3;
    question.search.candidates = 9;
    question.search.diversity = 0.5;
    question.search.score_threshold = 0.25;
    EXPECT_EQ(encode_rag_question(question)->body,
              "prompt=who%20%26%20why%3F&model=a%2Fb%3Ac&search_type=mmr&k=3&fetch_k=9&lambda_mult=0.5"
              "&score_threshold=0.25");
    question.search.diversity = 1.5;
    expect_refused(encode_rag_question(question), "search.diversity");
    question.search = StraicoSearch();
    question.search.passages = 0;
    expect_refused(encode_rag_question(question), "search.passages");
    question.search = StraicoSearch();
    question.prompt.clear();
    expect_refused(encode_rag_question(question), "prompt");
}

StraicoAgentDraft draft() {
    StraicoAgentDraft out;
    out.name = "n";
    out.custom_prompt = "be kind";
    out.model = "a/b";
    out.description = "d";
    out.tags = {"x", "y"};
    return out;
}

TEST(StraicoEncodeAgent, WritesTagsAsAJsonArrayInAForm) {
    const auto call = encode_agent(draft());
    ASSERT_TRUE(call);
    EXPECT_EQ(call->method, "POST");
    EXPECT_EQ(call->url, "/v0/agent");
    EXPECT_EQ(call->body,
              "name=n&custom_prompt=be%20kind&default_llm=a%2Fb&description=d&tags=%5B%22x%22%2C%22y%22%5D");
    for (const auto& [field, member] : {std::pair("name", &StraicoAgentDraft::name),
                                        std::pair("custom_prompt", &StraicoAgentDraft::custom_prompt),
                                        std::pair("model", &StraicoAgentDraft::model),
                                        std::pair("description", &StraicoAgentDraft::description)}) {
        StraicoAgentDraft wrong = draft();
        (wrong.*member).clear();
        expect_refused(encode_agent(wrong), field);
    }
}

TEST(StraicoEncodeAgent, WritesOnlyWhatChanges) {
    StraicoAgentChange change;
    change.agent = "65f1";
    expect_refused(encode_agent_change(change), "change");
    change.name = "new";
    change.tags.emplace();
    const auto call = encode_agent_change(change);
    ASSERT_TRUE(call);
    EXPECT_EQ(call->method, "PUT");
    EXPECT_EQ(call->url, "/v0/agent/65f1");
    EXPECT_EQ(call->body, "name=new&tags=%5B%5D");
    change.name = "";
    expect_refused(encode_agent_change(change), "name");
}

TEST(StraicoEncodeAgent, AttachesDocumentsAndAsks) {
    EXPECT_EQ(encode_agent_rag("65f1", "65f0")->url, "/v0/agent/65f1/rag");
    EXPECT_EQ(encode_agent_rag("65f1", "65f0")->body, R"({"rag":"65f0"})");
    expect_refused(encode_agent_rag("", "65f0"), "agent");
    expect_refused(encode_agent_rag("65f1", "a/b"), "rag");
    StraicoAgentQuestion question;
    question.agent = "65f1";
    question.prompt = "hi";
    EXPECT_EQ(encode_agent_question(question)->url, "/v0/agent/65f1/prompt");
    EXPECT_EQ(encode_agent_question(question)->body, "prompt=hi");
}

}  // namespace
}  // namespace confab::core::straico
