using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Detection;

/// <summary>Finds objects in pictures. Safe for any number of threads; dispose it after the last call has returned.</summary>
public interface IDetector : IDisposable
{
    ModelIdentity Model { get; }

    /// <summary>How many calls at a time make the best use of it, at least 1: more wait for each other.</summary>
    int Lanes => 1;

    /// <summary>Finds the objects in one picture.</summary>
    /// <param name="jpeg">The bytes of a JPEG file.</param>
    /// <param name="minScore">Lowest score reported, 0 to 1; by default the detector's own.</param>
    /// <param name="attention">
    /// Where something moved, in pixels of the picture; null if that is not known. What is too small there for the first look
    /// may be found by a second.
    /// </param>
    /// <returns>Highest score first; empty when there is nothing.</returns>
    /// <exception cref="JpegException">The picture cannot be decoded, or is too large.</exception>
    /// <exception cref="ModelException">The model failed, or gave something other than its card says.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="minScore"/> is not within 0 to 1.</exception>
    IReadOnlyList<DetectedObject> Detect(ReadOnlyMemory<byte> jpeg, float? minScore = null, ImageBox? attention = null);
}
