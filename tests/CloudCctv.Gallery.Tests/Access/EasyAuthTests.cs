using System.Net;
using System.Text;
using System.Text.Json;
using CloudCctv.Gallery.Access.EasyAuth;
using CloudCctv.Gallery.Access.Users;
using CloudCctv.Gallery.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace CloudCctv.Gallery.Tests.Access;

public sealed class EasyAuthTests
{
    private static readonly EasyAuthOptions Options = new()
    {
        Grants =
        [
            new() { Who = "Cctv.Owner", Role = UserRole.Owner },
            new() { Who = "00000000-aaaa-bbbb-cccc-000000000001", Role = UserRole.Viewer, Cameras = ["farm/gate"] },
        ],
    };

    [Fact]
    public async Task Header_is_nothing_where_it_is_not_configured()
    {
        await using var server = await GalleryServer.StartAsync();
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(server, "/", Header("x", "Cctv.Owner")));
    }

    [Fact]
    public async Task App_role_makes_an_owner_and_an_object_id_a_viewer()
    {
        await using var server = await GalleryServer.StartAsync(easyAuth: Options);
        await Scene.AddAsync(server, Scene.Event(), 1);
        await Scene.AddAsync(server, Scene.Event("zzzzzzzz", "yard"), 1);
        var (owner, viewer) = (Header("11111111-aaaa-bbbb-cccc-000000000009", "Cctv.Owner"), Header("00000000-aaaa-bbbb-cccc-000000000001", "Other.Role"));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "/users", owner));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, $"/events/{Scene.Event()}", viewer));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(server, $"/events/{Scene.Event("zzzzzzzz", "yard")}", viewer));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(server, "/users", viewer));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("bnVsbA==")]
    [InlineData("e30=")]
    [InlineData("eyJjbGFpbXMiOlt7fV19")]
    public async Task Header_that_names_nobody_leads_to_the_form(string header)
    {
        await using var server = await GalleryServer.StartAsync(easyAuth: Options);
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(server, "/", header));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(server, "/", Header("22222222-aaaa-bbbb-cccc-000000000002", "Other.Role")));
    }

    [Fact]
    public void Read_WithoutThePlatformsSignIn_RefusesToStart()
    {
        static IConfigurationSection Section(params (string Key, string? Value)[] settings) => new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(one => KeyValuePair.Create($"EasyAuth:Grants:0:{one.Key}", one.Value))).Build().GetSection("EasyAuth");

        Assert.Null(EasyAuthOptions.Read(Section(), platform: null));
        Assert.Contains("WEBSITE_AUTH_ENABLED", Assert.Throws<ArgumentException>(() => EasyAuthOptions.Read(Section(("Who", "Cctv.Owner"), ("Role", "Owner")), platform: null)).Message, StringComparison.Ordinal);
        Assert.Contains("needs Cameras", Assert.Throws<ArgumentException>(() => EasyAuthOptions.Read(Section(("Who", "x")), "True")).Message, StringComparison.Ordinal);
        Assert.Equal("Cctv.Owner", EasyAuthOptions.Read(Section(("Who", "Cctv.Owner"), ("Role", "Owner")), "True")!.Grants[0].Who);
    }

    private static string Header(string objectId, string role) => Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new
    {
        auth_typ = "aad",
        name_typ = "name",
        role_typ = "roles",
        claims = new[] { new { typ = "http://schemas.microsoft.com/identity/claims/objectidentifier", val = objectId }, new { typ = "name", val = "Cctv.Owner" }, new { typ = "roles", val = role } },
    })));

    private static async Task<HttpStatusCode> StatusAsync(GalleryServer server, string address, string header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("X-MS-CLIENT-PRINCIPAL", header);
        using var response = await server.Browser.SendAsync(request);
        return response.StatusCode;
    }
}
