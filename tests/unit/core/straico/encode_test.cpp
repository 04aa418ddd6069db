#include "core/straico/encode.hpp"

#include <gtest/gtest.h>

namespace confab::core::straico {
namespace {

TEST(StraicoEncode, WritesRolesInOrderAndEscapesText) {
    StraicoChatRequest request;
    request.model = "a/b:c";
    request.messages = {StraicoTurn("system", "be kind"), StraicoTurn("user", "say \"hi\"\n")};
    request.max_tokens = 800;
    request.temperature = 0.5;
    EXPECT_EQ(encode_chat(request),
              R"({"model":"a/b:c","messages":[{"role":"system","content":"be kind"},)"
              R"({"role":"user","content":"say \"hi\"\n"}],"temperature":0.5,"max_tokens":800})");
}

TEST(StraicoEncode, LeavesOutAnUnsetLimit) {
    StraicoChatRequest request;
    request.max_tokens = 0;
    EXPECT_EQ(encode_chat(request).find("max_tokens"), std::string::npos);
}

}  // namespace
}  // namespace confab::core::straico
