package com.example;

public final class App {
    public static void main(final String[] args) {
        final software.amazon.awscdk.App app = new software.amazon.awscdk.App();
        final MyAppStack myApp = new MyAppStack(app, "MyApp");
        new MyAppServiceStack(app, "MyApp-Service", myApp.getRepository());
        app.synth();
    }

    private App() {}
}
