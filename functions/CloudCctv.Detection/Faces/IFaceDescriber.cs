namespace CloudCctv.Detection.Faces;

/// <summary>Turns faces into numbers that are alike for one person and differ between people. Thread-safe.</summary>
public interface IFaceDescriber : IDisposable
{
    /// <summary>Which method, down to what its numbers depend on: those of another must not be compared with these.</summary>
    string Method { get; }

    /// <summary>Side of the square picture of a face that it takes, pixels.</summary>
    int SidePixels { get; }

    /// <summary>Likeness from which two faces are taken for one person's, 0 to 1.</summary>
    double SameFrom { get; }

    /// <param name="rgb">The face, R, G, B bytes, <see cref="SidePixels"/> squared of them.</param>
    /// <exception cref="ModelException">The model failed.</exception>
    byte[] Describe(ReadOnlySpan<byte> rgb);

    /// <summary>How much two descriptions of this method are alike, 0 to 1.</summary>
    double Likeness(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b);
}
