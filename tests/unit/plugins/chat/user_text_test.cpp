#include "plugins/chat/user_text.hpp"

#include <gtest/gtest.h>

namespace confab::chat {
namespace {

TEST(ChatUserText, NeverShowsTheErrorsOwnWords) {
    for (int code = static_cast<int>(Errc::cancelled); code <= static_cast<int>(Errc::internal); ++code) {
        const std::string text =
            user_text(Error(static_cast<Errc>(code), "straico chat: status 500: key=sk-123"));
        EXPECT_FALSE(text.empty());
        for (const char* internal : {"straico", "500", "sk-123", "status"})
            EXPECT_EQ(text.find(internal), std::string::npos) << text;
    }
}

TEST(ChatUserText, TellsWhenToTryAgain) {
    const Error limited = Error(Errc::rate_limited, "x").with_retry_after(std::chrono::milliseconds(6'200));
    EXPECT_NE(user_text(limited).find("7 s"), std::string::npos);
}

TEST(ChatUserText, TellsCausesApartThatPeopleCanActOn) {
    EXPECT_NE(user_text(Error(Errc::payment_required, "")), user_text(Error(Errc::timeout, "")));
    EXPECT_NE(user_text(Error(Errc::not_found, "")), user_text(Error(Errc::upstream, "")));
}

}  // namespace
}  // namespace confab::chat
