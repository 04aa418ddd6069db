#include "plugins/chat/answer_text.hpp"

#include <gtest/gtest.h>

namespace confab::chat {
namespace {

// Elements as "T(text)" and "C[language](code)".
std::string shape(const Message& message) {
    std::string out;
    for (const Element& element : message.elements()) {
        if (const auto* text = std::get_if<Text>(&element)) out += "T(" + text->text + ")";
        if (const auto* code = std::get_if<CodeBlock>(&element))
            out += "C[" + code->language + "](" + code->code + ")";
    }
    return out;
}

TEST(ChatAnswer, KeepsPlainTextAndItsLines) {
    EXPECT_EQ(shape(answer_message("one\n\ntwo ")), "T(one\n\ntwo)");
}

TEST(ChatAnswer, TurnsFencesIntoCodeBlocks) {
    EXPECT_EQ(shape(answer_message("Look:\n```cpp\nint a;\n\n  int b;\n```\nDone.")),
              "T(Look:)C[cpp](int a;\n\n  int b;)T(Done.)");
}

TEST(ChatAnswer, TakesAFenceThatIsNeverClosedToTheEnd) {
    EXPECT_EQ(shape(answer_message("a\n```\nb\nc")), "T(a)C[](b\nc)");
}

TEST(ChatAnswer, LeavesACodeSpanOnOneLineAlone) {
    EXPECT_EQ(shape(answer_message("```x = 1``` is code")), "T(```x = 1``` is code)");
}

TEST(ChatAnswer, UnderstandsCarriageReturnsAndIndentedFences) {
    EXPECT_EQ(shape(answer_message("1.\r\n  ```py\r\nx\r\n  ```\r\nend\r\n")), "T(1.)C[py](x\r)T(end)");
}

TEST(ChatAnswer, MakesNothingOfBlanks) {
    EXPECT_TRUE(answer_message(" \n ").empty());
}

}  // namespace
}  // namespace confab::chat
