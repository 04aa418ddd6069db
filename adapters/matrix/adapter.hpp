#pragma once
/// The plugin: makes an account for each `networks:` entry with `adapter: matrix`.

#include <memory>

#include "account.hpp"
#include "confab/adapter.hpp"
#include "confab/plugin.hpp"

namespace confab::matrix {

class MatrixAdapter final : public Adapter {
public:
    static constexpr const char* kPlatform = "matrix";
    static constexpr const auto& kNetworkOptions = matrix::kNetworkOptions;
    using Needs = Services<HttpClient, Clock, Random, Storage>;

    std::unique_ptr<Account> open(AccountContext& account) override;
};

}  // namespace confab::matrix
