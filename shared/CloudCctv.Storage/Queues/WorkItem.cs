namespace CloudCctv.Storage.Queues;

/// <param name="Id">Stays the same over deliveries.</param>
/// <param name="Body">What was sent.</param>
/// <param name="DequeueCount">How many times it was received, this time included; 1 at first.</param>
/// <param name="Receipt">Proof of this delivery; opaque.</param>
public sealed record WorkItem(string Id, string Body, int DequeueCount, string Receipt);
