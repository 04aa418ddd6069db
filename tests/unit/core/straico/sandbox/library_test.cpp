#include "tests/unit/core/straico/sandbox/calls.hpp"

namespace confab::straico_sandbox {
namespace {

class StandInLibrary : public StandInTest {
protected:
    std::string make_rag() {
        const auto response = multipart(
            "POST", "/v0/rag", {{"name", "books"}, {"description", "d"}, {"files", "a.txt:one two"}});
        EXPECT_EQ(response.status, 201) << response.body;
        return std::string(parsed(response)["data"]["_id"].string());
    }
    std::string make_agent() {
        const auto response = form("POST", "/v0/agent",
                                   "name=Ann&custom_prompt=kind&default_llm=o3-2025-04-16&description=d"
                                   "&tags=%5B%22x%22%5D");
        EXPECT_EQ(response.status, 201) << response.body;
        return std::string(parsed(response)["data"]["_id"].string());
    }
};

TEST_F(StandInLibrary, KeepsDocumentsUntilTheyAreDeleted) {
    const std::string id = make_rag();
    EXPECT_LT(stand_in.account().coins(), 1000);
    EXPECT_EQ(parsed(get("/v0/rag/" + id))["data"]["original_filename"].string(), "a.txt");
    EXPECT_EQ(parsed(get("/v0/rag/user"))["data"].size(), 1u);
    EXPECT_EQ(multipart("PUT", "/v0/rag/" + id, {{"files", "b.py:three"}}).status, 200);
    EXPECT_EQ(parsed(get("/v0/rag/" + id))["data"]["original_filename"].string(), "a.txt, b.py");
    EXPECT_EQ(send(request("DELETE", "/v0/rag/" + id)).status, 200);
    const auto gone = get("/v0/rag/" + id);
    EXPECT_EQ(gone.status, 404);
    EXPECT_EQ(parsed(gone)["message"].string(), "RAG not found");
}

TEST_F(StandInLibrary, RefusesDocumentsTheServiceRefuses) {
    EXPECT_EQ(multipart("POST", "/v0/rag", {{"name", "n"}, {"description", "d"}}).status, 422);
    EXPECT_EQ(multipart("POST", "/v0/rag", {{"name", "n"}, {"files", "a.txt:x"}}).status, 422);
    EXPECT_EQ(
        multipart("POST", "/v0/rag", {{"name", "n"}, {"description", "d"}, {"files", "a.png:x"}}).status,
        422);
    EXPECT_EQ(multipart("POST", "/v0/rag",
                        {{"name", "n"}, {"description", "d"}, {"chunk_size", "many"}, {"files", "a.txt:x"}})
                  .status,
              422);
    EXPECT_EQ(multipart("POST", "/v0/rag", {{"name", "n"}, {"colour", "red"}, {"files", "a.txt:x"}}).status,
              422);
    EXPECT_EQ(form("POST", "/v0/rag", "name=n").status, 415);
    ASSERT_TRUE(stand_in.stage("coins", "0"));
    EXPECT_EQ(
        multipart("POST", "/v0/rag", {{"name", "n"}, {"description", "d"}, {"files", "a.txt:x"}}).status,
        402);
    EXPECT_EQ(parsed(get("/v0/rag/user"))["data"].size(), 0u);
}

TEST_F(StandInLibrary, AnswersFromDocumentsTwiceInOneReplyAsTheServiceDoes) {
    const std::string id = make_rag();
    const auto document =
        parsed(form("POST", "/v0/rag/" + id + "/prompt", "prompt=who&model=openai%2Fgpt-4o-mini&k=3"));
    EXPECT_EQ(document["data"]["answer"].string(), "books was asked: who");
    EXPECT_EQ(document["response"]["answer"].string(), "books was asked: who");
    EXPECT_EQ(document["data"]["references"].at(0)["page_content"].string(), "one two");
    EXPECT_GT(document["data"]["coins_used"].number(), 0);
    for (const char* wrong :
         {"prompt=who&model=nobody", "model=o3-2025-04-16", "prompt=x&model=o3-2025-04-16&k=-1",
          "prompt=x&model=o3-2025-04-16&lambda_mult=2", "prompt=x&model=o3-2025-04-16&search_type=best",
          "prompt=x&colour=red"})
        EXPECT_EQ(form("POST", "/v0/rag/" + id + "/prompt", wrong).status, 422) << wrong;
}

TEST_F(StandInLibrary, KeepsChangesAndAsksAgents) {
    const std::string id = make_agent();
    const std::string rag = make_rag();
    EXPECT_EQ(form("PUT", "/v0/agent/" + id, "name=Bob").status, 200);
    EXPECT_EQ(post("/v0/agent/" + id + "/rag", R"({"rag":")" + rag + R"("})").status, 200);
    const auto answer = parsed(form("POST", "/v0/agent/" + id + "/prompt", "prompt=hi"));
    EXPECT_EQ(answer["data"]["answer"].string(), "Bob was asked: hi");
    EXPECT_EQ(answer["data"]["references"].size(), 1u);
    const auto agent = parsed(get("/v0/agent/" + id));
    EXPECT_EQ(agent["data"]["rag"].string(), rag);
    EXPECT_EQ(agent["data"]["interaction_count"].integer(), 1);
    EXPECT_EQ(agent["data"]["tags"].at(0).string(), "x");
    EXPECT_EQ(parsed(get("/v0/agent/"))["data"].size(), 1u);
    EXPECT_EQ(send(request("DELETE", "/v0/agent/" + id)).status, 200);
    EXPECT_EQ(get("/v0/agent/" + id).status, 404);
}

TEST_F(StandInLibrary, RefusesAgentsTheServiceRefuses) {
    const std::string id = make_agent();
    for (const char* wrong : {"name=", "default_llm=nobody", "tags=x", "colour=red"})
        EXPECT_EQ(form("PUT", "/v0/agent/" + id, wrong).status, 422) << wrong;
    EXPECT_EQ(form("POST", "/v0/agent", "name=n").status, 422);
    EXPECT_EQ(post("/v0/agent/" + id + "/rag", R"({"rag":"none"})").status, 404);
    EXPECT_EQ(form("POST", "/v0/agent/none/prompt", "prompt=hi").status, 404);
    EXPECT_EQ(form("POST", "/v0/agent/" + id + "/prompt", "k=1").status, 422);
}

}  // namespace
}  // namespace confab::straico_sandbox
