using CloudCctv.Storage.Objects;

namespace CloudCctv.Storage.Grants;

/// <summary>What belongs to one device.</summary>
/// <param name="Device">Its name, which its container is named after.</param>
/// <param name="Heartbeat">The one object that it may write again and again.</param>
/// <param name="Settings">One that it may read.</param>
/// <param name="Signature">Another.</param>
/// <param name="ClipWishes">The third.</param>
public sealed record GrantScope(string Device, ObjectName Heartbeat, ObjectName Settings, ObjectName Signature, ObjectName ClipWishes);
