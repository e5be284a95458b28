"""The retrieval tab: how a question finds its passages, what each channel gives, why it is answered."""
