#include <gtest/gtest.h>

#include "core/straico/decode.hpp"
#include "tests/unit/core/straico/replies.hpp"

namespace confab::core::straico {
namespace {

using test::reply;

constexpr const char* kRag =
    R"({"_id":"65f0","user_id":"u","name":"n","description":"d","rag_url":"https://x.faiss",
  "original_filename":"a.txt","chunking_method":"fixed_size","chunk_size":1000,"chunk_overlap":50,
  "createdAt":"c","updatedAt":"u"})";

TEST(StraicoRag, ReadsANewOneWithItsPrice) {
    const auto rag = decode_rag(reply(
        201, std::string(R"({"success":true,"data":)") + kRag + R"(,"total_coins":12.5,"total_words":900})"));
    ASSERT_TRUE(rag);
    EXPECT_EQ(rag->id, "65f0");
    EXPECT_EQ(rag->name, "n");
    EXPECT_EQ(rag->description, "d");
    EXPECT_EQ(rag->index_url, "https://x.faiss");
    EXPECT_EQ(rag->file_names, std::vector<std::string>{"a.txt"});
    EXPECT_EQ(rag->chunking_method, "fixed_size");
    EXPECT_EQ(rag->chunk_size, 1000);
    EXPECT_EQ(rag->chunk_overlap, 50);
    EXPECT_EQ(rag->created_at, "c");
    EXPECT_EQ(rag->updated_at, "u");
    EXPECT_DOUBLE_EQ(rag->coins, 12.5);
    EXPECT_DOUBLE_EQ(rag->words, 900);
}

TEST(StraicoRag, ReadsAList) {
    const auto rags = decode_rags(
        reply(200, std::string(R"({"success":true,"data":[)") + kRag + R"(,{"name":"no id"},3]})"));
    ASSERT_TRUE(rags);
    ASSERT_EQ(rags->size(), 1u);
    EXPECT_EQ(rags->at(0).id, "65f0");
    EXPECT_EQ(decode_rags(reply(200, "{}")).error().code(), Errc::protocol);
}

TEST(StraicoRag, NeedsAnIdUnlessItWasOnlyChanged) {
    EXPECT_EQ(decode_rag(reply(200, R"({"success":true,"data":{}})")).error().code(), Errc::protocol);
    EXPECT_TRUE(decode_changed_rag(reply(200, R"({"success":true,"message":"added"})")));
}

TEST(StraicoRag, ReadsTheMessageShapeOfErrors) {
    const auto rag = decode_rag(reply(404, R"({"success":false,"message":"RAG not found"})"));
    ASSERT_FALSE(rag);
    EXPECT_EQ(rag.error().code(), Errc::not_found);
    EXPECT_NE(rag.error().context().find("RAG not found"), std::string::npos);
}

TEST(StraicoAnswers, AreReadFromDataOrTheLegacyCopy) {
    const std::string content =
        R"({"answer":"yes","references":[{"page_content":"p","page":3},{}],"file_name":"f","coins_used":1.5})";
    for (const std::string& body :
         {R"({"success":true,"data":)" + content + R"(,"response":{"answer":"no"}})",
          R"({"success":true,"response":)" + content + "}", content}) {
        const auto answer = decode_answer(reply(200, body));
        ASSERT_TRUE(answer) << body;
        EXPECT_EQ(answer->text, "yes");
        ASSERT_EQ(answer->references.size(), 2u);
        EXPECT_EQ(answer->references[0].text, "p");
        EXPECT_EQ(answer->references[0].page, 3);
        EXPECT_EQ(answer->file_name, "f");
        EXPECT_DOUBLE_EQ(answer->coins, 1.5);
    }
    EXPECT_EQ(decode_answer(reply(200, R"({"data":{"answer":3}})")).error().code(), Errc::protocol);
}

TEST(StraicoAgent, IsReadWhole) {
    const auto agent = decode_agent(reply(
        201,
        R"({"success":true,"data":{"_id":"65f1","uuidv4":"u-u","default_llm":"a/b","custom_prompt":"be kind",
        "name":"n","description":"d","status":"active","tags":["x","y"],"rag":"65f0","interaction_count":7,
        "last_interaction":"l","visibility":"private","createdAt":"c","updatedAt":"u"}})"));
    ASSERT_TRUE(agent);
    EXPECT_EQ(agent->id, "65f1");
    EXPECT_EQ(agent->uuid, "u-u");
    EXPECT_EQ(agent->model, "a/b");
    EXPECT_EQ(agent->custom_prompt, "be kind");
    EXPECT_EQ(agent->name, "n");
    EXPECT_EQ(agent->description, "d");
    EXPECT_EQ(agent->status, "active");
    EXPECT_EQ(agent->visibility, "private");
    EXPECT_EQ(agent->tags, (std::vector<std::string>{"x", "y"}));
    EXPECT_EQ(agent->rag, "65f0");
    EXPECT_EQ(agent->interactions, 7);
    EXPECT_EQ(agent->last_interaction, "l");
    EXPECT_EQ(agent->created_at, "c");
    EXPECT_EQ(agent->updated_at, "u");
}

TEST(StraicoAgent, HasItsDocumentsUnderEitherNameInAnyShape) {
    for (const char* rag : {R"("rag":"65f0")", R"("rag_association":"65f0")", R"("rag":{"_id":"65f0"})",
                            R"("rag":[{"_id":"65f0"}])", R"("rag_association":["65f0"])"}) {
        const auto agent = decode_agent(reply(200, std::string(R"({"data":{"_id":"1",)") + rag + "}}"));
        ASSERT_TRUE(agent) << rag;
        EXPECT_EQ(agent->rag, "65f0") << rag;
    }
}

TEST(StraicoAgent, ListsAndChangesAreReadTolerantly) {
    const auto agents = decode_agents(reply(200, R"({"data":[{"_id":"1"},{"id":"2"},{}]})"));
    ASSERT_TRUE(agents);
    EXPECT_EQ(agents->size(), 2u);
    EXPECT_TRUE(decode_changed_agent(reply(200, R"({"success":true})")));
    EXPECT_EQ(decode_agent(reply(200, R"({"success":true})")).error().code(), Errc::protocol);
}

TEST(StraicoDone, IsASuccessWithOrWithoutABody) {
    EXPECT_TRUE(decode_done(reply(200, R"({"success":true,"message":"deleted"})")));
    EXPECT_TRUE(decode_done(reply(204, "")));
    EXPECT_EQ(decode_done(reply(404, "")).error().code(), Errc::not_found);
    EXPECT_EQ(decode_done(reply(200, R"({"success":false,"message":"x"})")).error().code(), Errc::upstream);
}

}  // namespace
}  // namespace confab::core::straico
