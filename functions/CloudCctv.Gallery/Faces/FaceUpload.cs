using CloudCctv.Analysis.Faces.Enrolment;
using Microsoft.AspNetCore.Http;

namespace CloudCctv.Gallery.Faces;

/// <summary>Takes uploaded pictures of a person. They are in memory while they are looked at, and nowhere afterwards. Thread-safe.</summary>
/// <param name="enroller">Opened only where faces are on: it needs models.</param>
internal sealed class FaceUpload(Lazy<FaceEnroller> enroller) : IDisposable
{
    /// <summary>Of one upload; a person may have more, in several.</summary>
    public const int MaxPictures = 100;

    public const int MaxPictureBytes = 16 << 20;

    public const int MaxBytes = 64 << 20;

    // Each may be large, and there is other work to do.
    private readonly SemaphoreSlim turn = new(1);

    /// <exception cref="ArgumentException">The name cannot be one, or there are no pictures or too many.</exception>
    public async Task<EnrolReport> EnrolAsync(string name, IReadOnlyList<IFormFile> files, CancellationToken cancellationToken)
    {
        name = Person.CheckedName(name);
        if (files.Count is 0 or > MaxPictures)
        {
            throw new ArgumentException(files.Count == 0 ? "No picture was chosen: choose JPEG files." : $"{files.Count} pictures are too many at once: choose at most {MaxPictures}, and the others afterwards.");
        }

        await turn.WaitAsync(cancellationToken);
        try
        {
            var outcomes = await enroller.Value.EnrolAsync(name, files.Select(Read), cancellationToken);
            return new EnrolReport(name, outcomes.Count(one => one.IsEnrolled), [.. files.Zip(outcomes).Where(pair => !pair.Second.IsEnrolled).Select(pair => new RefusedPicture(pair.First.FileName, ReasonOf(pair.First, pair.Second)))]);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private static string ReasonOf(IFormFile file, EnrolledPicture outcome) =>
        file.Length > MaxPictureBytes ? $"it has more than {MaxPictureBytes >> 20} MB" : outcome.Refusal!;

    private static byte[] Read(IFormFile file)
    {
        if (file.Length > MaxPictureBytes)
        {
            return [];
        }

        var bytes = new byte[file.Length];
        using var content = file.OpenReadStream();
        content.ReadExactly(bytes);
        return bytes;
    }
}

/// <param name="Name">Whose pictures they are.</param>
/// <param name="Taken">How many were.</param>
/// <param name="Refused">The others.</param>
public sealed record EnrolReport(string Name, int Taken, IReadOnlyList<RefusedPicture> Refused);

/// <param name="File">As the browser calls it.</param>
/// <param name="Why">For people.</param>
public sealed record RefusedPicture(string File, string Why);
