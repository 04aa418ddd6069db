#pragma once
/// One REST call as the rate limits see it: method, path with its major parameter told apart from the others.

#include <string>
#include <utility>

#include "confab/task.hpp"

namespace confab::discord {

class Route {
public:
    /// `shape` is the path with every id replaced ("/channels/{}/messages"); `major` is the channel, guild or
    /// webhook id that limits are counted by, empty where there is none.
    Route(std::string method_in, std::string path_in, std::string shape_in, std::string major_in = {})
        : method(std::move(method_in)),
          path(std::move(path_in)),
          shape(std::move(shape_in)),
          major(std::move(major_in)) {}

    std::string method;
    std::string path;  ///< Below the API address, percent-encoded.
    std::string shape;
    std::string major;
    std::string sublimit;  ///< Names a part of the route with a limit of its own ("name"); usually empty.
    /// False: interaction callbacks and webhook-token routes. They go by the token in the path: they take no
    /// part in the bot's global limit, and a 401 says nothing about the bot's own token.
    bool bot_token = true;

    /// What a bucket hash is remembered for.
    std::string family() const { return method + ' ' + shape; }
    /// What a sub-limit blocks.
    std::string key() const { return family() + ' ' + major + ' ' + sublimit; }
};

}  // namespace confab::discord
