using System.Text;
using System.Xml;
using System.Xml.Linq;
using CloudCctv.Storage.Objects;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace CloudCctv.Gallery.Access.Keys;

/// <summary>Keeps the keys that seal cookies and forms in the object store, for all instances and restarts. Thread-safe.</summary>
internal sealed class StoreXmlRepository(IObjectStore store) : IXmlRepository
{
    public const string Prefix = "keys/";

    public IReadOnlyCollection<XElement> GetAllElements() => Wait(ReadAllAsync);

    public void StoreElement(XElement element, string friendlyName) => Wait(async () =>
    {
        await store.PutAsync(NameOf(friendlyName), Encoding.UTF8.GetBytes(element.ToString()), CancellationToken.None);
        return true;
    });

    // The interface has no async form. It may be called while a page is rendered, whose synchronization context would wait
    // for itself: hence on the pool.
    private static T Wait<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();

    private static ObjectName NameOf(string friendlyName) =>
        new($"{Prefix}{(ObjectName.TryParse(friendlyName, out var name) ? name.Value : Guid.NewGuid().ToString())}.xml");

    private async Task<IReadOnlyCollection<XElement>> ReadAllAsync()
    {
        var elements = new List<XElement>();
        await foreach (var found in store.ListAsync(Prefix, CancellationToken.None))
        {
            await using var opened = await store.OpenReadAsync(found.Name, CancellationToken.None);
            if (opened is not null && await TryReadAsync(opened.Content) is { } element)
            {
                elements.Add(element);
            }
        }

        return elements;
    }

    // What is damaged is a key lost: sessions sealed with it end, and the next ones get a new key.
    private static async Task<XElement?> TryReadAsync(Stream content)
    {
        try
        {
            return await XElement.LoadAsync(content, LoadOptions.None, CancellationToken.None);
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
