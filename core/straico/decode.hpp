#pragma once
/// Reads every reply shape of the Straico API (v0, v1 and v2) into one model. Pure.
///
/// Any 2xx is a success by status (POSTs answer 201), but `"success": false` is a failure whatever the status
/// says. Errors carry `Delivery::sent`: the service answered.

#include <string>
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

/// `{data: {...}}` of one model.
Result<StraicoModel> decode_model(HttpResponse response);

/// A plain chat completion (v2), or one wrapped as the older endpoints do. Empty `content` is a result: a
/// reasoning model can spend all of `max_tokens` before its first word (`finish_reason` is then "length").
Result<StraicoChatReply> decode_chat(HttpResponse response);

/// The answers of each model (v1), or the one of an older shape. `answers` may be empty: then all failed, but
/// coins may have been taken (see `all_failed`).
Result<StraicoPromptReply> decode_prompt(HttpResponse response);
/// The error of a reply in which no model answered.
Error all_failed(const StraicoPromptReply& reply);

/// `{data: {url}}`.
Result<std::string> decode_upload(HttpResponse response);
/// `{data: {zip, images[], price{price_per_image, total}}}`. A video model at this endpoint makes the service
/// answer with a bare JavaScript error: that is invalid_argument.
Result<StraicoMade> decode_image(HttpResponse response);
/// `{data: {zip, video[], price{price_per_video, total}}}`.
Result<StraicoMade> decode_video(HttpResponse response);
/// JSON with a URL, or the sound itself: Content-Type tells.
Result<StraicoSpeech> decode_speech(HttpResponse response);
/// `{data: {voices: [{voice_id, name, ...}]}}`.
Result<std::vector<StraicoVoice>> decode_voices(HttpResponse response);

/// `{data: {_id, name, ...}, total_coins, total_words}`.
Result<StraicoRag> decode_rag(HttpResponse response);
/// What follows a change: the thing itself, or only its success; then `id` is empty.
Result<StraicoRag> decode_changed_rag(HttpResponse response);
Result<std::vector<StraicoRag>> decode_rags(HttpResponse response);
/// `{data: {answer, references[], file_name, coins_used}}`, or the same under `response`.
Result<StraicoAnswer> decode_answer(HttpResponse response);

Result<StraicoAgent> decode_agent(HttpResponse response);
Result<StraicoAgent> decode_changed_agent(HttpResponse response);
Result<std::vector<StraicoAgent>> decode_agents(HttpResponse response);

/// `{success, message}`, or nothing at all.
Result<void> decode_done(HttpResponse response);

}  // namespace confab::core::straico
