#include "core/straico/sandbox/account.hpp"

#include "confab/json.hpp"

namespace confab::straico_sandbox {

bool Account::spend(double coins) {
    if (coins > coins_) return false;
    coins_ -= coins;
    return true;
}

std::string Account::user_body() const {
    json::Writer writer;
    writer.begin_object().key("data").begin_object();
    writer.field("first_name", "Sandy")
        .field("last_name", "Box")
        .field("coins", coins_)
        .field("plan", "Loopback");
    writer.end_object().field("success", true);
    return std::move(writer.end_object()).str();
}

}  // namespace confab::straico_sandbox
