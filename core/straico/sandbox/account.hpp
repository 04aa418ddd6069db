#pragma once
/// The account behind the stand-in's key: its coins.

#include <string>

namespace confab::straico_sandbox {

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
