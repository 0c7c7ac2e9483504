namespace CloudCctv.Detection.SecondLook;

/// <summary>When a picture is looked at again, closer, for people who are small in it.</summary>
public enum SecondLookMode
{
    /// <summary>Never.</summary>
    Off,

    /// <summary>Around the region that the caller names: what moved. Pictures without one are looked at once.</summary>
    Motion,

    /// <summary>The whole picture, in tiles where the model needs them.</summary>
    Everywhere,
}
