namespace ActorMail.Telemetry;

/// <summary>
/// Every name ActorMail measures and traces under. docs/telemetry.md tells what each means; a test holds the two together. No
/// label ever holds an address, a subject or an id of a post: their values are few and known.
/// </summary>
internal static class TelemetryNames
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Source = "ActorMail";

    /// <summary>Instruments of the meter. A dot becomes an underscore in Prometheus, and the unit a suffix.</summary>
    public static class Metrics
    {
        public const string PostsPublished = "actormail.posts.published";
        public const string PostChanges = "actormail.posts.changes";
        public const string PublishDuration = "actormail.publish.duration";
        public const string Deliveries = "actormail.deliveries";
        public const string InFlight = "actormail.deliveries.in_flight";
        public const string Waiting = "actormail.deliveries.waiting";
        public const string UncertainOpen = "actormail.deliveries.uncertain_open";
        public const string RoundDuration = "actormail.round.duration";
        public const string RoundSize = "actormail.round.size";
        public const string SlicesHeld = "actormail.slices.held";
        public const string SlicesLeased = "actormail.slices.leased";
        public const string SlicesTakenOver = "actormail.slices.taken_over";
        public const string SlicesLost = "actormail.slices.lost";
        public const string RelayUp = "actormail.relay.up";
        public const string RelayConnections = "actormail.relay.connections";
        public const string RelayConnectionsAllowed = "actormail.relay.connections.allowed";
        public const string RelayBackingOff = "actormail.relay.backing_off";
        public const string RelayFailures = "actormail.relay.failures";
        public const string StoreUp = "actormail.store.up";
        public const string StoreFaults = "actormail.store.faults";
        public const string SignUpForms = "actormail.sign_ups.forms";
        public const string SignUpWishes = "actormail.sign_ups.wishes";
        public const string SignUpMails = "actormail.sign_ups.mails";
        public const string SignUpMailsWaiting = "actormail.sign_ups.mails_waiting";
        public const string SignUpsUnconfirmed = "actormail.sign_ups.unconfirmed";
        public const string SignUpsConfirmed = "actormail.sign_ups.confirmed";
        public const string Members = "actormail.cluster.members";
    }

    /// <summary>Labels of the instruments and tags of the spans.</summary>
    public static class Tags
    {
        public const string Relay = "relay";
        public const string Outcome = "outcome";
        public const string Status = "status";
        public const string Kind = "kind";
        public const string Reach = "reach";

        /// <summary>Of spans only.</summary>
        public const string Slot = "actormail.slot";

        /// <summary>Of spans only.</summary>
        public const string Attempt = "actormail.attempt";

        /// <summary>Of spans only.</summary>
        public const string Size = "actormail.size";
    }

    /// <summary>Spans of one trace, from the publish to each message of each SMTP session.</summary>
    public static class Spans
    {
        public const string Publish = "post.publish";
        public const string Store = "post.store";
        public const string Lease = "slice.lease";
        public const string Round = "round.commit";
        public const string Send = "smtp.send";
        public const string Finish = "post.finish";
    }
}
