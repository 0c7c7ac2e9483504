namespace CloudCctv.Gallery.Tests.Support;

/// <summary>Stands at the time of its making until a test sets it; timers are the system's.</summary>
internal sealed class ClockThatIsSet : TimeProvider
{
    public DateTimeOffset Now { get; set; } = System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => Now;
}
