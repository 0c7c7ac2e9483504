namespace CloudCctv.Storage.Objects;

public enum PutOutcome
{
    /// <summary>The store holds it now.</summary>
    Created,

    /// <summary>The store held the same bytes under this name before: an earlier put whose answer was lost.</summary>
    AlreadyThere,

    /// <summary>The store holds other bytes under this name; they were not touched.</summary>
    Conflict,
}
