#pragma once

#include <confab/plugin.hpp>
#include <confab/service/directory.hpp>

namespace confab::admin {

/// Tells the owners what is running.
class Admin final : public Plugin {
public:
    using Needs = Services<Directory>;
    Task<void> start(Context& ctx) override;
};

}  // namespace confab::admin
