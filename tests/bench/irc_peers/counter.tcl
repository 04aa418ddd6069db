# Eggdrop's part in irc.py.
set heard 0
bind pubm - "*" count_message
proc count_message {nick uhost handle channel text} {
    global heard
    if {[string match "flood *" $text]} {
        incr heard
    } elseif {$text eq "how many"} {
        putquick "PRIVMSG $channel :heard $heard"
        set heard 0
    }
    return 0
}
