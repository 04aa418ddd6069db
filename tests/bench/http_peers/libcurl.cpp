// libcurl's multi interface: one easy handle a caller, connections kept by libcurl.
#include <curl/curl.h>

#include "tests/bench/http_peers/load.hpp"

namespace {

std::size_t discard(char*, std::size_t size, std::size_t count, void*) {
    return size * count;
}

}  // namespace

int main(int argc, char** argv) {
    confab::bench::Load load(argc, argv);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    CURLM* multi = curl_multi_init();
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, static_cast<long>(load.callers));
    int running = 0;
    for (int i = 0; i < load.callers && load.next(); ++i) {
        CURL* easy = curl_easy_init();
        curl_easy_setopt(easy, CURLOPT_URL, load.url.c_str());
        curl_easy_setopt(easy, CURLOPT_CAINFO, load.ca_file.c_str());
        curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, discard);
        curl_multi_add_handle(multi, easy);
        ++running;
    }
    while (running > 0) {
        int still = 0, left = 0;
        curl_multi_perform(multi, &still);
        while (CURLMsg* message = curl_multi_info_read(multi, &left)) {
            if (message->msg != CURLMSG_DONE) continue;
            CURL* easy = message->easy_handle;
            long status = 0;
            curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
            load.answered(message->data.result == CURLE_OK && status == 200);
            curl_multi_remove_handle(multi, easy);
            if (load.next())
                curl_multi_add_handle(multi, easy);
            else if (--running >= 0)
                curl_easy_cleanup(easy);
        }
        if (running > 0) curl_multi_poll(multi, nullptr, 0, 1000, nullptr);
    }
    curl_multi_cleanup(multi);
    return load.report();
}
