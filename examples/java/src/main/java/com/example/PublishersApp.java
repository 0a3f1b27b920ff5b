package com.example;

import software.amazon.awscdk.App;

public final class PublishersApp {
    public static void main(final String[] args) {
        final App app = new App();
        new PublishersStack(app, "Publishers");
        app.synth();
    }

    private PublishersApp() {}
}
