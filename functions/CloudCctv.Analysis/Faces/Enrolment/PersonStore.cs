using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using CloudCctv.Analysis.Stores;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Faces.Enrolment;

/// <summary>
/// Who is enrolled: <c>faces/people/HASH.json</c>, one object for each, so that deleting it forgets all of them at once. Names stay
/// out of the names of objects, which end up in logs and bills. Thread-safe.
/// </summary>
public sealed class PersonStore(IObjectStore store)
{
    public const string Prefix = "faces/people/";

    // 300 descriptions of 16 kB with their pictures come to 8 MB.
    private const long MaxBytes = 32 << 20;

    /// <summary>Stands for a person in addresses, names of objects and the audit, where no name belongs. Anna and ANNA are one person.</summary>
    /// <returns>32 hexadecimal digits.</returns>
    public static string IdOf(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name.ToUpperInvariant())))[..32];

    /// <summary>Names and versions of the records, in any order.</summary>
    internal IAsyncEnumerable<ObjectProperties> ListAsync(CancellationToken cancellationToken) => store.ListAsync(Prefix, cancellationToken);

    /// <summary>Everybody, by name. Records that cannot be read are left out.</summary>
    public async IAsyncEnumerable<Person> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var people = new List<Person>();
        await foreach (var found in ListAsync(cancellationToken))
        {
            if (await TryReadAsync(found.Name, cancellationToken) is { } person)
            {
                people.Add(person);
            }
        }

        foreach (var person in people.OrderBy(person => person.Name, StringComparer.OrdinalIgnoreCase))
        {
            yield return person;
        }
    }

    /// <returns>Null if nobody of that name is enrolled.</returns>
    public async Task<Person?> FindAsync(string name, CancellationToken cancellationToken) => (await FindVersionedAsync(name, cancellationToken))?.Value;

    /// <returns>Null if nobody of that name is enrolled, or the record cannot be read.</returns>
    internal Task<Person?> FindIfReadableAsync(string name, CancellationToken cancellationToken) => TryReadAsync(NameOf(name), cancellationToken);

    /// <returns>Null if it has gone.</returns>
    /// <exception cref="InvalidDataException">It is not what this program writes.</exception>
    internal async Task<Person?> ReadAsync(ObjectName name, CancellationToken cancellationToken) =>
        (await store.ReadJsonAsync(name, PersonJson.Default.Person, MaxBytes, cancellationToken))?.Value;

    internal Task<Versioned<Person>?> FindVersionedAsync(string name, CancellationToken cancellationToken) =>
        store.ReadJsonAsync(NameOf(name), PersonJson.Default.Person, MaxBytes, cancellationToken);

    /// <returns>False if the record has changed since <paramref name="before"/> was read.</returns>
    internal async Task<bool> TryWriteAsync(Person person, Versioned<Person>? before, CancellationToken cancellationToken) => before is null
        ? await store.PutNewJsonAsync(NameOf(person.Name), person, PersonJson.Default.Person, cancellationToken) != PutOutcome.Conflict
        : await store.TryReplaceJsonAsync(NameOf(person.Name), person, PersonJson.Default.Person, before.ETag, cancellationToken);

    /// <returns>True if somebody of that name was enrolled.</returns>
    internal Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) => store.DeleteAsync(NameOf(name), cancellationToken);

    private async Task<Person?> TryReadAsync(ObjectName name, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(name, cancellationToken);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static ObjectName NameOf(string name) => new($"{Prefix}{IdOf(name)}.json");
}
