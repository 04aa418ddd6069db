#include "adapter.hpp"

namespace confab::matrix {

std::unique_ptr<Account> MatrixAdapter::open(AccountContext& account) {
    const AccountServices services(context().require<HttpClient>(), context().require<Clock>(),
                                   context().require<Random>(), context().require<Storage>());
    return std::make_unique<MatrixAccount>(account, services, Settings(account.options()));
}

}  // namespace confab::matrix

CONFAB_PLUGIN(confab::matrix::MatrixAdapter)
