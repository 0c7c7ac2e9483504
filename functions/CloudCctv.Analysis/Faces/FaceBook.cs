using System.Collections.Concurrent;
using CloudCctv.Analysis.Faces.Enrolment;
using CloudCctv.Detection.Faces;
using CloudCctv.Storage.Objects;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Faces;

/// <summary>The enrolled people in memory, read again when their records change. Thread-safe.</summary>
public sealed class FaceBook(PersonStore people, ILogger<FaceBook> logger)
{
    private readonly ConcurrentDictionary<ObjectName, Page> pages = new();

    /// <summary>Everybody, however they were enrolled, by name. Costs as much as <see cref="OpenAsync"/>.</summary>
    public async Task<IReadOnlyList<Person>> AllAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        return [.. pages.Values.Select(page => page.Person).OfType<Person>().OrderBy(person => person.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Who can be known by a method as of now. One listing, and a read for each record that is new or has changed.</summary>
    public async Task<KnownPeople> OpenAsync(FaceReader reader, CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        foreach (var page in pages.Values.Where(page => page.Person is { } person && person.Method != reader.Method && page.IsFirstRefusal()))
        {
            logger.EnrolledOtherwise(1);
        }

        return new KnownPeople([.. pages.Values.Select(page => page.Person).OfType<Person>().Where(person => person.Method == reader.Method)], reader.Describer);
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var there = new HashSet<ObjectName>();
        await foreach (var found in people.ListAsync(cancellationToken))
        {
            there.Add(found.Name);
            if (!pages.TryGetValue(found.Name, out var page) || page.ETag != found.ETag)
            {
                pages[found.Name] = await ReadAsync(found, cancellationToken);
            }
        }

        foreach (var gone in pages.Keys.Where(name => !there.Contains(name)))
        {
            pages.TryRemove(gone, out _);
        }
    }

    private async Task<Page> ReadAsync(ObjectProperties found, CancellationToken cancellationToken)
    {
        try
        {
            return new Page(found.ETag, await people.ReadAsync(found.Name, cancellationToken));
        }
        catch (InvalidDataException exception)
        {
            logger.PersonUnreadable(exception.Message);
            return new Page(found.ETag, null);
        }
    }

    private sealed class Page(ETag etag, Person? person)
    {
        private int refusals;

        public ETag ETag => etag;

        /// <summary>Null if the record cannot be read.</summary>
        public Person? Person => person;

        /// <summary>Once true: that somebody is not known any more is said once, not with each batch.</summary>
        public bool IsFirstRefusal() => Interlocked.Exchange(ref refusals, 1) == 0;
    }
}

/// <summary>People, and whose face is whose. Never changes.</summary>
public sealed class KnownPeople(IReadOnlyList<Person> people, IFaceDescriber describer)
{
    /// <returns>Who it is most like, if it is like enough: the nearest of all enrolled faces decides. Null if nobody.</returns>
    public (string Name, double Confidence)? Find(byte[] description)
    {
        (string Name, double Confidence)? best = null;
        foreach (var person in people)
        {
            foreach (var face in person.Faces)
            {
                var likeness = face.Description.Length == description.Length ? describer.Likeness(description, face.Description) : 0;
                if (likeness >= describer.SameFrom && !(likeness <= best?.Confidence))
                {
                    best = (person.Name, likeness);
                }
            }
        }

        return best;
    }
}
