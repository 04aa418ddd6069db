#pragma once
/// The account behind the stand-in's key: its coins and the models it may use.

#include <string>
#include <string_view>

namespace confab::straico_sandbox {

struct Model {
    std::string_view id;
    std::string_view name;
    double coins_per_100_words;
};

/// nullptr: no such model.
const Model* find_model(std::string_view id);

/// Bodies of the model endpoints, each in the shape of its version.
std::string models_v0();
std::string models_v1();
std::string models_v2();

class Account {
public:
    double coins() const { return coins_; }
    void set_coins(double coins) { coins_ = coins; }
    /// False, and nothing taken, when there is not enough.
    bool spend(double coins);
    /// Body of GET /v0/user.
    std::string user_body() const;

private:
    double coins_ = 1000;
};

}  // namespace confab::straico_sandbox
