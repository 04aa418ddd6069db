#pragma once
/// Tests of a plugin, as a conversation:
///
///     #include <confab/testing/chat.hpp>
///     CONFAB_TEST(Greets) { chat.user("alice").says("!hello").expect_reply("Hello, alice!"); }
///
/// Build with confab_add_plugin_test(hello SOURCES hello_test.cpp). The plugin is the real library in the
/// real core; only the network, the clock and the web are the test's. There is nothing to wait for: time
/// passes with `chat.advance(10min)`, and a test that expects an answer in vain fails at once, with the whole
/// conversation.

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "confab/context.hpp"
#include "confab/testing/http.hpp"
#include "confab/testing/pattern.hpp"
#include "confab/testing/user.hpp"

using namespace std::chrono_literals;  // NOLINT: for tests, which write 10min

namespace confab::inline v1::testing {

/// Told of each failed expectation: where it stands, and what to print.
using FailureReporter = void (*)(const char* file, int line, const std::string& text);

/// One bot with one plugin and any number of people. One a test; `CONFAB_TEST` makes it.
class CONFAB_API Chat {
public:
    Chat(std::string plugin_file, FailureReporter report);
    /// Stops the plugin; that it does not stop is a failure of the test.
    ~Chat();
    Chat(const Chat&) = delete;
    Chat& operator=(const Chat&) = delete;

    User user(std::string name);
    /// Lets time pass for the bot: what is due meanwhile happens, in order.
    Chat& advance(Duration duration);
    /// Anything else that may happen on a network. Its channel's account is "test", "irc", "discord" or
    /// "matrix".
    Chat& happens(Event event);

    // Before anybody says something:
    /// An option of the plugin, as text, as it would stand in bot.yaml. Checked against its declaration.
    Chat& option(std::string key, std::string value);
    /// A service that another plugin would offer, or in place of the core's own. Must outlive the chat, which
    /// ends after the test's body: make it static.
    template <Service S>
    Chat& provide(S& service) {
        return provide_service(S::kServiceId, static_cast<S*>(&service));
    }
    /// Another plugin beside the one under test, with its default options.
    Chat& with_plugin(std::string file);
    /// What `Random` gives is the same in every run; another seed gives another sequence.
    Chat& seed(std::uint64_t seed);

    /// What the plugin has in its `Storage`.
    std::optional<std::string> stored(std::string key);
    /// Puts the plugin's file in the place of what runs, as an operator would; another build of it if one is
    /// given.
    Chat& reload(std::string file = {});
    /// "running", "failed: ...", "waiting for ...".
    std::string state();

    Http& http();

    /// Everything logged so far, at debug or higher: "error [hello] plugin fault in=... ".
    std::vector<std::string> log();
    /// A line of the log has this in it; "..." stands for any text.
    Chat& expect_log(const std::string& part, const char* file = __builtin_FILE(),
                     int line = __builtin_LINE());
    /// The latest line at level error; empty when there is none.
    std::string last_error();

    /// Plays every `.example(...)` that the plugin declares, on each kind of network where the command
    /// exists.
    Chat& check_examples(const char* file = __builtin_FILE(), int line = __builtin_LINE());
    /// Everything said so far, as failures show it.
    std::string transcript();

private:
    Chat& provide_service(const char* id, void* service);
    std::unique_ptr<World> world_;
};

inline void report_to_gtest(const char* file, int line, const std::string& text) {
    ADD_FAILURE_AT(file, line) << text;
}

/// A test made by CONFAB_TEST.
class PluginTest : public ::testing::Test {
protected:
    static Pattern matches(std::string expression) { return Pattern::regex(std::move(expression)); }
#ifdef CONFAB_TESTED_PLUGIN_FILE
    Chat chat{CONFAB_TESTED_PLUGIN_FILE, report_to_gtest};
#endif
};

template <class T>
::testing::TestInfo* add_test(const char* suite, const char* name, const char* file, int line) {
    return ::testing::RegisterTest(suite, name, nullptr, nullptr, file, line,
                                   []() -> PluginTest* { return new T; });
}

}  // namespace confab::inline v1::testing

/// A test of the plugin that was named in confab_add_plugin_test, with `chat` ready to use.
#define CONFAB_TEST(Name)                                                                                   \
    namespace {                                                                                             \
    class ConfabTest_##Name final : public ::confab::testing::PluginTest {                                  \
        void TestBody() override;                                                                           \
        static ::testing::TestInfo* const kInfo;                                                            \
    };                                                                                                      \
    ::testing::TestInfo* const ConfabTest_##Name::kInfo =                                                   \
        ::confab::testing::add_test<ConfabTest_##Name>(CONFAB_TESTED_PLUGIN_ID, #Name, __FILE__, __LINE__); \
    }                                                                                                       \
    void ConfabTest_##Name::TestBody()

/// A test that plays every declared example.
#define CONFAB_TEST_EXAMPLES        \
    CONFAB_TEST(KeepsItsExamples) { \
        chat.check_examples();      \
    }
