#pragma once

#include <confab/plugin.hpp>
#include <confab/service/people.hpp>
#include <confab/service/permissions.hpp>
#include <string>

namespace confab::people {

/// Lets people say that they are one person on several networks.
class LinkingPeople final : public Plugin {
public:
    using Needs = Services<People, Permissions>;
    Task<void> start(Context& ctx) override;

private:
    Task<Reply> link(Invocation& call);
    Task<Reply> finish(Invocation& call, std::string code);
    Task<Reply> unlink(Invocation& call);
    std::string whoami(const Invocation& call) const;

    People* people_ = nullptr;  // there as long as this runs
    Permissions* permissions_ = nullptr;
};

}  // namespace confab::people
