#pragma once
/// Reads every reply shape of the Straico API (v0, v1 and v2) into one model. Pure.
///
/// Any 2xx is a success by status (POSTs answer 201), but `"success": false` is a failure whatever the status
/// says. Errors carry `Delivery::sent`: the service answered.

#include <vector>

#include "confab/result.hpp"
#include "confab/service/http_client.hpp"
#include "confab/service/straico.hpp"

namespace confab::core::straico {

/// `{data: {first_name, last_name, coins, plan}}`.
Result<StraicoUser> decode_user(HttpResponse response);

/// v0: a flat array; v1: arrays by type, the image one possibly nested; v2: a list with `id` and
/// `model_type`.
Result<std::vector<StraicoModel>> decode_models(HttpResponse response);

/// A plain chat completion (v2), or one wrapped as the older endpoints do. Empty `content` is a result: a
/// reasoning model can spend all of `max_tokens` before its first word (`finish_reason` is then "length").
Result<StraicoChatReply> decode_chat(HttpResponse response);

}  // namespace confab::core::straico
