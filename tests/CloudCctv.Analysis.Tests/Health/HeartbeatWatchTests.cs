using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Health;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Health;

namespace CloudCctv.Analysis.Tests.Health;

public sealed class HeartbeatWatchTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, Func<Heartbeat, Heartbeat>, string> Causes => new()
    {
        { "camera-down", beat => beat with { Cameras = [HealthScene.Camera("gate", CameraState.Lost)] }, "Camera gate sends no pictures (farm)" },
        { "camera-down", beat => beat with { Cameras = [HealthScene.Camera("gate", CameraState.Starting)] }, "Camera gate sends no pictures (farm)" },
        { "camera-dark", beat => beat with { Cameras = [HealthScene.Camera("gate", CameraState.Dark)] }, "Camera gate is dark (farm)" },
        { "camera-covered", beat => beat with { Cameras = [HealthScene.Camera("gate", CameraState.Covered)] }, "Camera gate is covered (farm)" },
        { "camera-defocused", beat => beat with { Cameras = [HealthScene.Camera("gate", CameraState.Defocused)] }, "Camera gate is out of focus (farm)" },
        { "camera-moved", beat => beat with { Cameras = [HealthScene.Camera("gate", CameraState.Moved)] }, "Camera gate looks elsewhere (farm)" },
        { "backlog", beat => beat with { Spool = new() { Bytes = 1, Evicted = 0, Oldest = 3601 } }, "Device gate-pi cannot send fast enough (farm)" },
        { "disk-low", beat => beat with { FreeMb = 499 }, "Device gate-pi has little room on its disk (farm)" },
        { "evicting", beat => beat with { Spool = new() { Bytes = 1, Evicted = 3 } }, "Device gate-pi gives up pictures for want of room (farm)" },
        { "data-budget", beat => beat with { Data = new() { Mb = 900, Stage = DataStage.FirstPictures } }, "Device gate-pi saves data and sends less (farm)" },
        { "clock-wrong", beat => beat with { Time = beat.Time.AddMinutes(-3) }, "Device gate-pi has a wrong clock (farm)" },
        { "battery-low", beat => beat with { Battery = 19, Discharging = true }, "Device gate-pi has little left in its battery (farm)" },
        { "under-voltage", beat => beat with { Throttled = "50005" }, "Device gate-pi has too little voltage (farm)" },
    };

    [Fact]
    public async Task Nothing_Wrong_NobodyIsTold()
    {
        await using var scene = new HealthScene();

        await scene.LiveAsync(30);

        Assert.Empty(scene.Told);
        Assert.DoesNotContain(await scene.System.NamesAsync("alarms/"), name => name != "alarms/watch.json");
    }

    [Theory]
    [MemberData(nameof(Causes), DisableDiscoveryEnumeration = true)]
    public async Task Cause_IsToldOnceAndOnceThatItIsOver(string cause, Func<Heartbeat, Heartbeat> change, string title)
    {
        await using var scene = new HealthScene();
        await scene.LiveAsync(5);

        await scene.LiveAsync(20, () => change(scene.Beat()));
        var during = await scene.AlarmsAsync();
        await scene.LiveAsync(90);
        var after = await scene.AlarmsAsync();

        Assert.Equal([title, $"Over: {title}"], scene.Told);
        Assert.Equal(cause, Assert.Single(during.Open).Cause.Code());
        Assert.Empty(after.Open);
        Assert.Equal(cause, Assert.Single(after.Past).Cause.Code());
    }

    [Fact]
    public async Task OnlyLinkIsDown_OneAlarmForTheDevice_NoneForItsCameras()
    {
        await using var scene = new HealthScene();
        await scene.LiveAsync(5);

        await scene.SilenceAsync(60);
        await scene.LiveAsync(10);

        Assert.Equal(["Device gate-pi is silent (farm)", "Over: Device gate-pi is silent (farm)"], scene.Told);
        Assert.Equal("No power, no link, or no program; since 2026-11-20 07:05:00 UTC", scene.System.Channel.Sent[0].Text);
        Assert.Equal("Well again, after 63 min; since 2026-11-20 07:05:00 UTC", scene.System.Channel.Sent[1].Text);
    }

    [Fact]
    public async Task CameraWasCoveredWhenTheLinkWentDown_ItsAlarmStaysAsItIs()
    {
        await using var scene = new HealthScene();
        await scene.LiveAsync(3, () => scene.Beat() with { Cameras = [HealthScene.Camera("gate", CameraState.Covered)] });

        await scene.SilenceAsync(60);

        Assert.Equal(["Camera gate is covered (farm)", "Device gate-pi is silent (farm)"], scene.Told);
        Assert.Equal([AlarmCause.CameraCovered, AlarmCause.HeartbeatLate], (await scene.AlarmsAsync()).Open.Select(alarm => alarm.Cause));
    }

    [Fact]
    public async Task TwoCamerasAndTheDisk_AreThreeAlarms()
    {
        await using var scene = new HealthScene();

        await scene.LiveAsync(5, () => scene.Beat() with { FreeMb = 10, Cameras = [HealthScene.Camera("gate", CameraState.Lost), HealthScene.Camera("yard", CameraState.Dark)] });

        Assert.Equal(
            ["Camera gate sends no pictures (farm)", "Camera yard is dark (farm)", "Device gate-pi has little room on its disk (farm)"],
            scene.Told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task CameraThatWasEndedOnPurpose_IsNoAlarm_AndWhetherItIsStillCoveredIsLeftOpen()
    {
        await using var scene = new HealthScene();
        await scene.LiveAsync(5, () => scene.Beat() with { Cameras = [HealthScene.Camera("gate", CameraState.Covered), HealthScene.Camera("yard")] });

        await scene.LiveAsync(30, () => scene.Beat() with { Cameras = [HealthScene.Camera("gate", CameraState.Stopped), HealthScene.Camera("yard", CameraState.Stopped)] });

        Assert.Equal(["Camera gate is covered (farm)"], scene.Told);
        Assert.Equal([AlarmCause.CameraCovered], (await scene.AlarmsAsync()).Open.Select(alarm => alarm.Cause));
    }

    [Fact]
    public async Task CameraThatIsLostForAMoment_IsNoAlarm()
    {
        await using var scene = new HealthScene();

        await scene.LiveAsync(10, () => scene.Beat() with { Cameras = [HealthScene.Camera("gate", CameraState.Lost, seconds: 30)] });

        Assert.Empty(scene.Told);
    }

    [Fact]
    public async Task Flapping_IsToldAtMostOncePerCoolDown()
    {
        await using var scene = new HealthScene();
        for (var i = 0; i < 12; i++)
        {
            await scene.LiveAsync(1, () => scene.Beat() with { Cameras = [HealthScene.Camera("gate", CameraState.Covered)] });
            await scene.LiveAsync(4);
        }

        // An hour: at most two times open and over.
        Assert.InRange(scene.Told.Count(title => !title.StartsWith("Over", StringComparison.Ordinal)), 1, 2);
    }

    [Fact]
    public async Task Trembling_BetweenTheTwoThresholds_NeitherClosesNorOpensAnew()
    {
        await using var scene = new HealthScene();
        await scene.LiveAsync(2, () => scene.Beat() with { FreeMb = 400 });

        for (var i = 0; i < 60; i++)
        {
            await scene.LiveAsync(1, () => scene.Beat() with { FreeMb = i % 2 == 0 ? 600 : 490 });
        }

        Assert.Single(scene.Told);
    }

    [Fact]
    public async Task StillOpenAfterADay_IsToldOnceMore_AndNeverAgain()
    {
        await using var scene = new HealthScene(("Health:RemindAfter", "01:00:00"));
        await scene.LiveAsync(2);

        await scene.SilenceAsync(300);

        Assert.Equal(["Device gate-pi is silent (farm)", "Still: Device gate-pi is silent (farm)"], scene.Told);
    }

    [Fact]
    public async Task ServerWasOff_SilenceCountsFromWhenItCameBack()
    {
        await using var scene = new HealthScene();
        await scene.LiveAsync(5);

        // Nobody watches for a night, and the device, which needs this server, could not report either.
        scene.Clock.Advance(TimeSpan.FromHours(8));
        await scene.WatchAsync();
        await scene.SilenceAsync(4);
        Assert.Empty(scene.Told);

        await scene.SilenceAsync(3);
        Assert.Equal(["Device gate-pi is silent (farm)"], scene.Told);
    }

    [Fact]
    public async Task SeveralWorkers_AtTheSameTime_TellOnce()
    {
        await using var scene = new HealthScene();
        await scene.LiveAsync(2);
        await using var second = scene.Another();
        await using var third = scene.Another();
        scene.Clock.Advance(TimeSpan.FromMinutes(1));
        await scene.ReportAsync(scene.Beat() with { FreeMb = 1, Cameras = [HealthScene.Camera("gate", CameraState.Lost)] });

        for (var i = 0; i < 5; i++)
        {
            await Task.WhenAll(new[] { scene.System, second, third }.Select(worker => Task.Run(() => scene.WatchAsync(worker), Token)));
        }

        await scene.System.DeliverAsync();
        Assert.Equal(2, scene.Told.Count);
        Assert.Equal(2, scene.Told.Distinct().Count());
    }

    [Fact]
    public async Task WorkerKilledAtAnyWrite_TheNextTellsOnce()
    {
        for (var write = 1; ; write++)
        {
            foreach (var after in new[] { false, true })
            {
                await using var scene = new HealthScene();
                await scene.LiveAsync(2);
                scene.Clock.Advance(TimeSpan.FromMinutes(2));
                await scene.ReportAsync(scene.Beat() with { FreeMb = 1 });
                CrashingStore? store = null;
                await using var dying = scene.Another(inner => store = new CrashingStore(inner, write, after));
                try
                {
                    await dying.Get<HeartbeatWatch>().WatchAsync(Token);
                }
                catch (SimulatedCrash)
                {
                    // As planned.
                }

                if (!store!.Crashed)
                {
                    Assert.InRange(write, 3, 10);
                    return;
                }

                await scene.WatchAsync();
                await scene.WatchAsync();
                Assert.Equal(["Device gate-pi has little room on its disk (farm)"], scene.Told);
            }
        }
    }

    [Fact]
    public async Task ChannelsAreAway_AlarmWaitsInTheOutbox()
    {
        await using var scene = new HealthScene();
        scene.System.Channel.Answers.Enqueue(new AlertOutcome(AlertVerdict.TryLater, "HTTP 503"));

        await scene.LiveAsync(1, () => scene.Beat() with { FreeMb = 1 });
        Assert.Empty(scene.Told);
        await scene.LiveAsync(3, () => scene.Beat() with { FreeMb = 1 });

        Assert.Single(scene.Told);
    }

    [Theory]
    [InlineData("{ broken")]
    [InlineData("""{"version":9}""")]
    public async Task HeartbeatThatCannotBeRead_HidesNoOtherDevice_AndIsHeardAllTheSame(string json)
    {
        await using var scene = new HealthScene();
        await scene.ReportAsync(System.Text.Encoding.UTF8.GetBytes(json), "broken-pi");
        await scene.LiveAsync(1, () => scene.Beat() with { FreeMb = 1 });
        Assert.Equal(["Device gate-pi has little room on its disk (farm)"], scene.Told);

        await scene.LiveAsync(8);

        Assert.Contains("Device broken-pi is silent (farm)", scene.Told);
    }

    [Fact]
    public async Task HeartbeatOfAnotherDevice_UnderAName_IsNotBelieved()
    {
        await using var scene = new HealthScene();

        await scene.ReportAsync(HeartbeatSerializer.Write(scene.Beat("other-pi") with { FreeMb = 1 }));
        await scene.WatchAsync();

        Assert.Empty(scene.Told);
        var health = Assert.Single(await scene.System.Get<HealthOverview>().ReadAsync(Token));
        Assert.Contains("farm/other-pi", health.Report.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RecordThatCannotBeRead_BeginsAnew()
    {
        await using var scene = new HealthScene();
        await scene.LiveAsync(1, () => scene.Beat() with { FreeMb = 1 });
        await scene.System.Store.Objects.PutAsync(new("alarms/farm/gate-pi.json"), "{ broken"u8.ToArray(), Token);

        await scene.LiveAsync(1, () => scene.Beat() with { FreeMb = 1 });

        Assert.Equal(AlarmCause.DiskLow, Assert.Single((await scene.AlarmsAsync()).Open).Cause);
    }

    [Fact]
    public async Task CameraIsTakenOutOfTheSettings_ItsAlarmIsOver()
    {
        await using var scene = new HealthScene();
        await scene.LiveAsync(2, () => scene.Beat() with { Cameras = [HealthScene.Camera("gate", CameraState.Lost), HealthScene.Camera("yard")] });

        await scene.LiveAsync(5, () => scene.Beat() with { Cameras = [HealthScene.Camera("yard")] });

        Assert.Empty((await scene.AlarmsAsync()).Open);
    }

    [Fact]
    public async Task CameraHadNoRoomInTheHeartbeat_ItsAlarmStaysUnlessAllInTroubleAreListed()
    {
        await using var scene = new HealthScene();
        await scene.LiveAsync(2, () => scene.Beat() with { Cameras = [HealthScene.Camera("gate", CameraState.Lost)] });

        await scene.LiveAsync(5, () => scene.Beat() with { Cameras = [HealthScene.Camera("yard", CameraState.Lost)], More = 1 });
        Assert.Contains((await scene.AlarmsAsync()).Open, alarm => alarm.Camera == "gate");

        await scene.LiveAsync(5, () => scene.Beat() with { Cameras = [HealthScene.Camera("yard")], More = 1 });
        Assert.Empty((await scene.AlarmsAsync()).Open);
    }

    [Fact]
    public async Task Evictions_ThatWereCountedBefore_AreNotNews_AndARestartIsNoEviction()
    {
        await using var scene = new HealthScene();
        await scene.LiveAsync(1, () => scene.Beat() with { Spool = new() { Bytes = 1, Evicted = 7 } });
        await scene.LiveAsync(120, () => scene.Beat() with { Spool = new() { Bytes = 1, Evicted = 7 } });
        await scene.LiveAsync(5);

        Assert.Equal(2, scene.Told.Count);
        Assert.Empty((await scene.AlarmsAsync()).Open);
    }

    [Fact]
    public async Task Switched_Off_NobodyIsTold()
    {
        await using var scene = new HealthScene(("Health:Enabled", "false"));

        await scene.LiveAsync(3, () => scene.Beat() with { FreeMb = 1 });

        Assert.Empty(scene.Told);
    }

    [Fact]
    public async Task Forgotten_DeviceIsGoneWithItsAlarms()
    {
        await using var scene = new HealthScene();
        await scene.LiveAsync(1, () => scene.Beat() with { FreeMb = 1 });

        await scene.System.Get<HealthOverview>().ForgetAsync("farm", "gate-pi", Token);
        await scene.SilenceAsync(30);

        Assert.Single(scene.Told);
        Assert.Empty(await scene.System.Get<HealthOverview>().ReadAsync(Token));
    }

    [Theory]
    [InlineData(CameraState.Watching, "")]
    [InlineData((CameraState)99, "")]
    public async Task Diagnosis_AnyStateAndNumbers_DoesNotThrow(CameraState state, string expected)
    {
        await using var scene = new HealthScene();
        var beat = scene.Beat() with
        {
            Uptime = long.MinValue,
            FreeMb = long.MinValue,
            Throttled = "zzz",
            Spool = new() { Bytes = long.MaxValue, Oldest = long.MaxValue, Evicted = long.MinValue },
            Time = DateTimeOffset.MinValue,
            Cameras = [HealthScene.Camera("gate", state) with { For = long.MaxValue, Last = long.MinValue }],
        };
        var report = new DeviceReport("farm", "gate-pi", HealthScene.Start, beat, null);

        var symptoms = new Diagnosis(new HealthOptions()).Of(report, new Incidents().With(report), [], HealthScene.Start, HealthScene.Start);

        Assert.Equal(expected, string.Join(',', symptoms.Where(symptom => symptom.Camera is not null && symptom.Grade == Grade.Bad).Select(symptom => symptom.Cause.Code())));
        Assert.NotNull(new AlarmBook(new HealthOptions()).After(DeviceAlarms.None, symptoms, HealthScene.Start));
    }
}
