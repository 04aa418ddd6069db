#include "adapters/discord/api.hpp"

#include <gmock/gmock.h>

#include "adapters/discord/account.hpp"
#include "adapters/discord/api_error.hpp"

namespace confab::discord::test {
namespace {

using testing::HasSubstr;

HttpResponse response(int status, std::string body) {
    HttpResponse out;
    out.status = status;
    out.body = std::move(body);
    return out;
}

TEST(DiscordApi, AMessageNotifiesOnlyThoseNamed) {
    MessageBody body;
    body.content = "@everyone";
    body.nonce = "abc";
    EXPECT_EQ(create_message_json(body),
              R"({"content":"@everyone","allowed_mentions":{"parse":[],"replied_user":false},)"
              R"("nonce":"abc","enforce_nonce":true})");
    body.pinged = {"42"};
    body.reply_to = MessageId("77");
    body.nonce.clear();
    EXPECT_EQ(create_message_json(body),
              R"({"content":"@everyone","allowed_mentions":{"parse":[],"users":["42"],"replied_user":false},)"
              R"("message_reference":{"message_id":"77","fail_if_not_exists":false}})");
}

TEST(DiscordApi, ErrorsTellKindAndReason) {
    const Error missing =
        api_error(response(403, R"({"message":"Missing Permissions","code":50013})"), "sending");
    EXPECT_EQ(missing.code(), Errc::forbidden);
    EXPECT_EQ(missing.context(), "sending: Missing Permissions (50013)");
    EXPECT_EQ(missing.delivery(), Delivery::sent);

    const Error form =
        api_error(response(400, R"({"message":"Invalid Form Body","code":50035,"errors":{"content":
        {"_errors":[{"code":"BASE_TYPE_MAX_LENGTH","message":"Must be 2000 or fewer in length."}]}}})"),
                  "sending");
    EXPECT_EQ(form.code(), Errc::invalid_argument);
    EXPECT_THAT(form.context(), HasSubstr("content: Must be 2000 or fewer"));

    EXPECT_EQ(api_error(response(401, "{}"), "x").code(), Errc::unauthorized);
    EXPECT_EQ(api_error(response(404, "{}"), "x").code(), Errc::not_found);
    EXPECT_EQ(api_error(response(413, R"({"message":"too large","code":40005})"), "x").code(),
              Errc::too_large);
    EXPECT_EQ(api_error(response(502, "<html>"), "x").code(), Errc::upstream);
    EXPECT_EQ(api_error(response(502, "<html>"), "x").context(), "x: HTTP status 502");
}

TEST(DiscordApi, ALimitTellsWhenToComeBack) {
    const Error limited = api_error(response(429, R"({"message":"slow","retry_after":1.5,"code":0})"), "x");
    EXPECT_EQ(limited.code(), Errc::rate_limited);
    EXPECT_EQ(limited.retry_after(), Duration(1500));
}

class DiscordConfig : public testing::Test {
protected:
    DiscordConfig() {
        options.set("token", Secret("abc.def.ghi"));
        options.set("api_url", std::string("https://discord.com/api/v10"));
        options.set("gateway_url", std::string());
        options.set("intents", std::int64_t{513});
        options.set("rate_limit_wait", Duration(1000));
    }
    Options options;
};

TEST_F(DiscordConfig, TheTokenLosesWhatCopyingAdds) {
    options.set("token", Secret(" Bot abc.def.ghi\n"));
    EXPECT_EQ(read_config(options).token.reveal(), "abc.def.ghi");
    options.set("token", Secret(" \n"));
    EXPECT_THROW(read_config(options), std::invalid_argument);
    options.set("token", Secret("two words"));
    EXPECT_THROW(read_config(options), std::invalid_argument);
}

TEST_F(DiscordConfig, AddressesMustMakeSense) {
    options.set("api_url", std::string("https://x.test/api/v10/"));
    EXPECT_EQ(read_config(options).api_url, "https://x.test/api/v10");
    options.set("api_url", std::string("discord.com"));
    EXPECT_THROW(read_config(options), std::invalid_argument);
    options.set("api_url", std::string("https://x.test"));
    options.set("gateway_url", std::string("https://x.test"));
    EXPECT_THROW(read_config(options), std::invalid_argument);
}

TEST_F(DiscordConfig, AnErrorNeverShowsTheToken) {
    options.set("token", Secret("very secret"));
    try {
        read_config(options);
        FAIL();
    } catch (const std::invalid_argument& error) {
        EXPECT_THAT(error.what(), testing::Not(HasSubstr("secret")));
    }
}

}  // namespace
}  // namespace confab::discord::test
