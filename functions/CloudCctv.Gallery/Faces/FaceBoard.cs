using CloudCctv.Analysis.Faces;
using CloudCctv.Analysis.Faces.Enrolment;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Detection.Faces;
using CloudCctv.Gallery.Cameras;

namespace CloudCctv.Gallery.Faces;

/// <summary>Reads what the page of faces shows. Thread-safe.</summary>
/// <param name="book">Who is enrolled.</param>
/// <param name="cameras">Their newest pictures.</param>
/// <param name="reader">Opened only where faces are on: it needs models.</param>
internal sealed class FaceBoard(FaceBook book, CameraBoard cameras, Lazy<FaceReader> reader)
{
    public async Task<FacesOnPage> ReadAsync(CancellationToken cancellationToken)
    {
        var people = await book.AllAsync(cancellationToken);
        var seen = await cameras.ReadAsync(_ => true, cancellationToken);
        return new FacesOnPage(
            [.. people.Select(person => new PersonOnPage(person.Name, person.Faces.Count, person.UpdatedAt, person.Faces.Any(face => face.Crop is not null), person.Method == reader.Value.Method))],
            [.. seen.Select(camera => camera.Last).OfType<SightingName>().OrderByDescending(last => last.Event.Start)]);
    }

    /// <returns>Null if nobody has this id.</returns>
    public async Task<Person?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await book.AllAsync(cancellationToken)).FirstOrDefault(person => PersonStore.IdOf(person.Name) == id);
}

/// <param name="People">By name.</param>
/// <param name="Newest">The newest picture of each camera, newest first.</param>
public sealed record FacesOnPage(IReadOnlyList<PersonOnPage> People, IReadOnlyList<SightingName> Newest);

/// <param name="Name">As it was given.</param>
/// <param name="Pictures">How many are enrolled.</param>
/// <param name="UpdatedAt">When the last was, UTC.</param>
/// <param name="HasCrop">Whether there is a small picture to show.</param>
/// <param name="IsKnown">False if another detector or recogniser has described them: nobody is known by that.</param>
public sealed record PersonOnPage(string Name, int Pictures, DateTimeOffset UpdatedAt, bool HasCrop, bool IsKnown)
{
    /// <summary>Stands for the name in addresses.</summary>
    public string Id => PersonStore.IdOf(Name);
}
