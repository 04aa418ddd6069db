#pragma once
/// The HTTP face of the stand-in: finds the endpoint, checks who asks and what, and answers.

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "confab/service/http_server.hpp"
#include "confab/task.hpp"
#include "faults.hpp"
#include "homeserver.hpp"

namespace confab::matrix::sandbox {

/// One authenticated request on its way through an endpoint.
class Call {
public:
    HttpServerRequest& http;
    std::vector<std::string> params;  ///< Of the path, decoded.
    json::Value body;
    Device* device = nullptr;  ///< Null where no login is needed.

    const std::string& user() const { return device->user; }
};

class Endpoints {
public:
    Endpoints(Homeserver& server, Faults& faults);

    Task<HttpServerResponse> handle(HttpServerRequest& request);

    /// Position up to which this user's client has taken in what happened: the last `since` it asked with.
    StreamPosition seen_by(const std::string& user) const;
    /// Wakes every waiting /sync.
    void wake();
    /// The most events a timeline may have, for staging gaps; 0: as the filter says.
    void limit_timelines(std::size_t limit) { forced_limit_ = limit; }

private:
    using Handler = HttpServerResponse (Endpoints::*)(Call&);
    struct Route {
        std::string_view method;
        std::string_view path;  ///< "{}" stands for one segment.
        std::string_view name;  ///< For faults.
        Handler handler;        ///< Null: /sync, which waits.
        bool open = false;      ///< Needs no login.
    };
    static const std::vector<Route>& routes();

    Task<HttpServerResponse> answer(HttpServerRequest& request, const Route& route,
                                    std::vector<std::string> params);
    Task<HttpServerResponse> sync(Call& call);
    std::optional<HttpServerResponse> authenticate(const HttpServerRequest& request, Device*& device);

    HttpServerResponse versions(Call& call);
    HttpServerResponse login_flows(Call& call);
    HttpServerResponse login(Call& call);
    HttpServerResponse login_token(Call& call);
    HttpServerResponse logout(Call& call);
    HttpServerResponse whoami(Call& call);
    HttpServerResponse capabilities(Call& call);
    HttpServerResponse create_filter(Call& call);
    HttpServerResponse read_filter(Call& call);
    HttpServerResponse put_account_data(Call& call);
    HttpServerResponse read_account_data(Call& call);
    HttpServerResponse profile(Call& call);
    HttpServerResponse put_display_name(Call& call);

    HttpServerResponse create_room(Call& call);
    HttpServerResponse joined_rooms(Call& call);
    HttpServerResponse resolve_alias(Call& call);
    HttpServerResponse join(Call& call);
    HttpServerResponse leave(Call& call);
    HttpServerResponse invite(Call& call);
    HttpServerResponse kick(Call& call);
    HttpServerResponse send(Call& call);
    HttpServerResponse put_state(Call& call);
    HttpServerResponse redact(Call& call);
    HttpServerResponse read_state(Call& call);
    HttpServerResponse read_state_event(Call& call);
    HttpServerResponse read_event(Call& call);
    HttpServerResponse members(Call& call);
    HttpServerResponse joined_members(Call& call);
    HttpServerResponse messages(Call& call);
    HttpServerResponse typing(Call& call);
    HttpServerResponse receipt(Call& call);

    /// A room the caller is in.
    Outcome<RoomModel*> own_room(const Call& call);

    Homeserver& server_;
    Faults& faults_;
    std::set<Signal*> waiting_;
    std::map<std::string, StreamPosition> seen_;
    std::size_t forced_limit_ = 0;
};

/// A JSON error answer.
HttpServerResponse refuse(const Refusal& refusal);
/// A JSON answer with status 200.
HttpServerResponse accept(json::Writer body);
HttpServerResponse accept_empty();

}  // namespace confab::matrix::sandbox
