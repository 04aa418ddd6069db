#include "adapters/irc/login/sasl.hpp"

#include <gtest/gtest.h>

namespace confab::irc {
namespace {

using Lines = std::vector<std::string>;

Lines feed(Sasl& sasl, std::string_view text) {
    Line line;
    EXPECT_TRUE(line.parse(text));
    return sasl.on_line(line);
}

Sasl running(std::string credentials = "YQBhAGI=") {
    Sasl sasl{Secret(std::move(credentials))};
    EXPECT_EQ(sasl.start(), "AUTHENTICATE PLAIN");
    return sasl;
}

TEST(IrcSasl, LogsInWithPlain) {
    Sasl sasl = running();
    EXPECT_EQ(feed(sasl, "@time=x AUTHENTICATE :+"), (Lines{"AUTHENTICATE YQBhAGI="}));
    EXPECT_EQ(feed(sasl, ":s 900 me me!u@h alice :You are now logged in"), Lines{});
    EXPECT_EQ(sasl.state(), SaslState::running);
    feed(sasl, ":s 903 me :ok");
    EXPECT_EQ(sasl.state(), SaslState::succeeded);
}

TEST(IrcSasl, CutsThePayloadIntoChunksOf400) {
    EXPECT_EQ(Sasl::chunks(std::string(399, 'a')), (Lines{"AUTHENTICATE " + std::string(399, 'a')}));
    EXPECT_EQ(Sasl::chunks(std::string(400, 'a')),
              (Lines{"AUTHENTICATE " + std::string(400, 'a'), "AUTHENTICATE +"}));
    EXPECT_EQ(Sasl::chunks(std::string(1100, 'a')),
              (Lines{"AUTHENTICATE " + std::string(400, 'a'), "AUTHENTICATE " + std::string(400, 'a'),
                     "AUTHENTICATE " + std::string(300, 'a')}));
    EXPECT_EQ(Sasl::chunks(""), (Lines{"AUTHENTICATE +"}));
}

TEST(IrcSasl, SendsTheCredentialsOnce) {
    Sasl sasl = running();
    feed(sasl, "AUTHENTICATE +");
    EXPECT_EQ(feed(sasl, "AUTHENTICATE +"), Lines{});
}

TEST(IrcSasl, TellsARefusalFromAnExchangeThatBroke) {
    for (const char* numeric : {"902", "904", "905", "908"}) {
        Sasl sasl = running();
        feed(sasl, std::string(":s ") + numeric + " me :x");
        EXPECT_EQ(sasl.state(), SaslState::rejected) << numeric;
        feed(sasl, ":s 904 me :x");
        EXPECT_EQ(sasl.state(), SaslState::rejected) << "908 may be followed by 904";
    }
    Sasl aborted = running();
    feed(aborted, ":s 906 me :x");
    EXPECT_EQ(aborted.state(), SaslState::failed);
    Sasl already = running();
    feed(already, ":s 907 me :x");
    EXPECT_EQ(already.state(), SaslState::succeeded);
}

TEST(IrcSasl, AbortsWhenServicesAreSilent) {
    Sasl sasl = running();
    EXPECT_EQ(sasl.give_up(), (Lines{"AUTHENTICATE *"}));
    EXPECT_EQ(sasl.state(), SaslState::failed);
    feed(sasl, ":s 903 me :late");
    EXPECT_EQ(sasl.state(), SaslState::failed);
}

}  // namespace
}  // namespace confab::irc
