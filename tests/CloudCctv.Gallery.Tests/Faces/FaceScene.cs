using System.Net.Http.Headers;
using CloudCctv.Analysis.Faces;
using CloudCctv.Analysis.Faces.Enrolment;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tests.Faces;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.Gallery.Tests.Faces;

/// <summary>A gallery where faces are on, and events of a minute ago with faces in them: what is older than faces are kept shows none.</summary>
internal static class FaceScene
{
    public const int Anna = 1;

    public const int Stranger = 2;

    /// <summary>Some hours before now, so that it is one day for all that began then.</summary>
    public static readonly DateTimeOffset Start = TimeProvider.System.GetUtcNow().AddHours(-2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<GalleryServer> StartAsync(TimeProvider? time = null, params (string Key, string Value)[] more)
    {
        var settings = new Dictionary<string, string?>(more.Select(one => KeyValuePair.Create(one.Key, (string?)one.Value))) { ["Faces:Enabled"] = "true" };
        var server = await GalleryServer.StartAsync(settings: settings, faces: BlueFaceDetector.Reader(), time: time);
        await server.Browser.SignInAsync(server.Key.Text);
        return server;
    }

    public static EventName Event(string id = "4k7x9m2q", string camera = "gate") => Scene.Event(id, camera, start: Start);

    /// <summary>Saves a picture with faces.</summary>
    /// <param name="server">Whose store.</param>
    /// <param name="eventName">Which event.</param>
    /// <param name="number">Of the frame, from 1.</param>
    /// <param name="faces">Whose pattern each face has, and what the worker called it.</param>
    public static Task<Sighting> AddAsync(GalleryServer server, EventName eventName, int number, params (int Person, string Name)[] faces)
    {
        var seen = faces.Select((face, i) => new SeenFace(
            new Box((180 + (160 * i)) / 640.0, 160 / 480.0, (280 + (160 * i)) / 640.0, 260 / 480.0), 0.9, face.Name, face.Name == SeenFace.Unknown ? null : 0.8));
        return Scene.AddAsync(
            server,
            Scene.Make(eventName, number) with { Width = 640, Height = 480, Detections = [new SeenObject("person", 0.87, new Box(0.18, 0.2, 0.82, 0.88))], Faces = new SightingFaces("blue", [.. seen]) },
            FacePicture.Again(number, [.. faces.Select(face => face.Person)]));
    }

    public static async Task EnrolAsync(GalleryServer server, string name, params byte[][] pictures) =>
        Assert.All(await server.Services.GetRequiredService<FaceEnroller>().EnrolAsync(name, pictures, Token), one => Assert.Null(one.Refusal));

    /// <summary>Sends the form as a browser does.</summary>
    public static async Task<HttpResponseMessage> UploadAsync(GalleryServer server, string name, bool agreed, params (string File, byte[] Bytes)[] pictures)
    {
        var form = new MultipartFormDataContent
        {
            { new StringContent(name), "name" },
            { new StringContent(await server.Browser.TokenOfAsync("/faces")), "__RequestVerificationToken" },
        };
        if (agreed)
        {
            form.Add(new StringContent("yes"), "agreed");
        }

        foreach (var (file, bytes) in pictures)
        {
            var part = new ByteArrayContent(bytes);
            part.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
            form.Add(part, "pictures", file);
        }

        return await server.Browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/faces/enrol") { Content = form });
    }
}
