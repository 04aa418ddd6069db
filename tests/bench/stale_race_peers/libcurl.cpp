// libcurl's easy interface in the stale keep-alive race: one handle, which keeps its connection.
#include <curl/curl.h>

#include <thread>

#include "tests/bench/stale_race_peers/race.hpp"

namespace {

std::size_t discard(char*, std::size_t size, std::size_t count, void*) {
    return size * count;
}

}  // namespace

int main(int argc, char** argv) {
    const confab::bench::Race race(argc, argv);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    CURL* const easy = curl_easy_init();
    int failed = 0;
    for (int round = 0; round < race.rounds; ++round) {
        std::this_thread::sleep_for(race.pause(round));
        curl_easy_reset(easy);
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, discard);
        curl_easy_setopt(easy, CURLOPT_TIMEOUT, 10L);
        curl_easy_setopt(easy, CURLOPT_URL, race.url_of(round).c_str());
        curl_slist* headers = nullptr;
        if (race.key)
            headers = curl_slist_append(headers, ("Idempotency-Key: " + std::to_string(round)).c_str());
        curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
        if (race.method != "GET") {
            curl_easy_setopt(easy, CURLOPT_POSTFIELDS, "body");
            curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, race.method.c_str());
        }
        if (curl_easy_perform(easy) != CURLE_OK) ++failed;
        curl_slist_free_all(headers);
    }
    curl_easy_cleanup(easy);
    return race.report(failed);
}
